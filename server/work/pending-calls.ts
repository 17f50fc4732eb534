import type { AgentToolCall } from "../agents/types.ts";

/** A call as it stands, with the moments at which it was first seen and at which it ended. */
export interface PendingCall {
	call: AgentToolCall;
	at: Date;
	endedAt: Date | null;
}

/** While the database takes nothing, so many calls wait, and so many characters of what they hold. */
const MAX_CALLS = 5_000;
const MANY = 1_000;
const MAX_CHARACTERS = 16_000_000;

/** The latest state of each call that is not stored yet. However many updates come, memory stays bounded. */
export class PendingCalls {
	private calls = new Map<string, PendingCall>();
	private characters = 0;
	/** How many calls found no room since `take`. */
	lost = 0;

	/** So many are waiting that they should be stored now. */
	get isMany(): boolean {
		return this.calls.size >= MANY;
	}

	put(call: AgentToolCall, now: Date): void {
		const ended = call.status === "completed" || call.status === "failed";
		const before = this.calls.get(call.id);
		if (!before && this.calls.size >= MAX_CALLS) {
			this.lost++;
			return;
		}
		if (before) this.characters -= weightOf(before.call);
		const fits = this.characters + weightOf(call) <= MAX_CHARACTERS;
		const kept = fits ? call : { ...call, output: null, changes: [], paths: [] };
		this.characters += weightOf(kept);
		this.calls.set(call.id, {
			call: kept,
			at: before?.at ?? now,
			endedAt: ended ? (before?.endedAt ?? now) : null,
		});
	}

	/** All of them, in the order in which they were first seen; they are then no longer here. */
	take(): PendingCall[] {
		const taken = [...this.calls.values()];
		this.calls = new Map();
		this.characters = 0;
		this.lost = 0;
		return taken;
	}

	/** Takes back what could not be stored, unless something newer has come. */
	giveBack(taken: readonly PendingCall[]): void {
		const newer = [...this.calls.values()];
		this.take();
		for (const { call, at } of taken) this.put(call, at);
		for (const { call, at, endedAt } of newer) this.put(call, endedAt ?? at);
	}
}

function weightOf({ title, command, output, changes }: AgentToolCall): number {
	const texts = changes.reduce((sum, { oldText, newText }) => sum + (oldText?.length ?? 0) + newText.length, 0);
	return title.length + (command?.length ?? 0) + (output?.length ?? 0) + texts;
}
