import type { AgentToolCall, AgentUsage } from "../agents/types.ts";
import type { Database } from "../db/open.ts";
import { Turn } from "../db/turn.ts";
import { CappedText, capText } from "../text/capped-text.ts";
import { oneLine } from "../text/cut.ts";
import { ActiveTime } from "./active-time.ts";
import { beginTurn, readStanding } from "./begin-turn.ts";
import { type PendingCall, PendingCalls } from "./pending-calls.ts";
import { SessionCost } from "./session-cost.ts";
import { shrinkChanges } from "./shrink-changes.ts";
import { type CallRow, type TurnChange, writeTurn } from "./write-turn.ts";

/** At most two writes a second. */
const WRITE_MS = 500;
/** What the agent says is written whole each time, so less often. */
const REPLY_MS = 5_000;
/** A silent agent works too: its time is written now and then, for what a crash would lose. */
const PULSE_MS = 30_000;
const MAX_PROMPT = 100_000;
const MAX_REPLY = 100_000;
const MAX_OUTPUT = 20_000;
const MAX_TITLE = 500;
const MAX_KIND = 40;
/** Most characters of all changes of a run. */
const MAX_RUN_CHANGES = 2_000_000;

export interface TurnRecorderOptions {
	db: Database;
	/** Does something with the database until it works; rejects only when the daemon stops. */
	persist: <T>(operation: () => Promise<T>) => Promise<T>;
	/** Blots out secrets. */
	redact: (text: string) => string;
	runId: number;
	/** Told what could not be recorded in the background; nothing is thrown for it. */
	onFault: (error: unknown) => void;
}

/** How a turn ended, with what it took as far as the agent tells. */
export interface TurnEnd {
	/** ACP's, or `interrupted`. */
	stopReason: string;
	usage?: { inputTokens: number; outputTokens: number } | null;
}

/**
 * Records what an agent does for a run: its turns, what it says, its tool calls, time, tokens and cost. Updates are
 * gathered and written at most twice a second, always as the latest state of each call: a flood costs no more than a
 * trickle, and memory stays bounded also while the database takes nothing. All texts are without secrets before they are
 * stored.
 */
export class TurnRecorder {
	private readonly inTurn = new Turn();
	private readonly calls = new PendingCalls();
	private readonly time = new ActiveTime();
	private session: SessionCost | null = null;
	private changesSize = 0;
	/** Of the open turn: how much of its calls' changes is kept, by call. */
	private sizes = new Map<string, number>();
	private turnId: number | null = null;
	private reply = new CappedText(MAX_REPLY);
	/** Something was said that is not written yet. */
	private saidMore = false;
	private replyDue = 0;
	private cost = 0;
	private currency: string | null = null;
	private timer: NodeJS.Timeout | undefined;
	private pulse: NodeJS.Timeout | undefined;
	private hurrying = false;

	constructor(private readonly options: TurnRecorderOptions) {}

	/** Begins a turn; durable when it resolves. One that is still open, here or after a crash, ends as interrupted. */
	async begin(prompt: string): Promise<void> {
		const { db, persist, redact, runId } = this.options;
		await this.close();
		const text = capText(redact(prompt), MAX_PROMPT);
		const at = new Date();
		const { id, standing } = await this.inTurn.take(() =>
			persist(() =>
				db.write(async (transaction) => ({
					standing: this.session ? null : await readStanding(transaction, runId),
					id: await beginTurn(transaction, runId, text, at),
				})),
			),
		);
		if (standing) {
			this.session = new SessionCost(standing.costs);
			this.changesSize = standing.changesSize;
		}
		this.turnId = id;
		this.sizes = new Map();
		this.reply = new CappedText(MAX_REPLY);
		this.saidMore = false;
		this.replyDue = 0;
		// What came after the end of the turn before belongs to none.
		this.calls.take();
		this.time.start();
		this.pulse = setInterval(() => this.schedule(), PULSE_MS).unref();
	}

	/** A piece of what the agent says. */
	message(chunk: string): void {
		if (this.turnId === null || chunk === "") return;
		this.reply.append(chunk);
		this.saidMore = true;
		this.schedule();
	}

	/** A tool call as it stands now. */
	tool(call: AgentToolCall): void {
		if (this.turnId === null) return;
		this.calls.put(call, new Date());
		if (this.calls.isMany) this.hurry();
		else this.schedule();
	}

	/** What the session has used so far. */
	usage({ cost }: AgentUsage): void {
		if (this.turnId === null || !cost || !this.session) return;
		this.cost += this.session.add(cost);
		this.currency = cost.currency;
		this.schedule();
	}

	/** The agent waits for a person, or goes on: that time does not count. Each `true` has its `false`. */
	waiting(on: boolean): void {
		if (this.turnId !== null) this.time.waiting(on);
	}

	/** Ends the turn; all of it is durable when this resolves. Nothing happens when none is open. */
	async end({ stopReason, usage }: TurnEnd): Promise<void> {
		if (this.turnId === null) return;
		this.time.stop();
		this.stopTimers();
		await this.write({ end: { stopReason, at: new Date() }, usage: usage ?? null });
		this.turnId = null;
	}

	/** Stores what is left; a turn that is still open ends as interrupted. */
	async close(): Promise<void> {
		await this.end({ stopReason: "interrupted" });
	}

	private stopTimers(): void {
		clearTimeout(this.timer);
		clearInterval(this.pulse);
		this.timer = undefined;
	}

	private schedule(): void {
		if (this.turnId === null) return;
		this.timer ??= setTimeout(() => {
			this.timer = undefined;
			this.write({ end: null, usage: null }).catch(this.options.onFault);
		}, WRITE_MS).unref();
	}

	/** So many different calls came that none should wait; one such write is under way at a time. */
	private hurry(): void {
		if (this.hurrying) return;
		this.hurrying = true;
		this.write({ end: null, usage: null })
			.catch(this.options.onFault)
			.finally(() => {
				this.hurrying = false;
				this.schedule();
			});
	}

	/** Writes what has come so far; what cannot be written is kept for the next time. */
	private write({ end, usage }: { end: TurnChange["end"]; usage: TurnEnd["usage"] | null }): Promise<void> {
		return this.inTurn.take(async () => {
			const { db, persist, runId } = this.options;
			const turnId = this.turnId;
			// It has ended while this write waited for the one before.
			if (turnId === null) return;
			this.tellLosses();
			const taken = this.calls.take();
			const { cost, currency } = this;
			const activeMs = this.time.take();
			this.cost = 0;
			this.currency = null;
			const rows = taken.map((pending) => this.row(pending));
			const change: TurnChange = {
				calls: rows,
				reply: this.takeReply(end !== null),
				activeMs,
				cost,
				currency,
				inputTokens: whole(usage?.inputTokens),
				outputTokens: whole(usage?.outputTokens),
				end,
			};
			try {
				await persist(() => db.write((transaction) => writeTurn(transaction, { runId, turnId }, change)));
			} catch (error) {
				this.calls.giveBack(taken);
				this.time.giveBack(activeMs);
				this.cost += cost;
				this.currency ??= currency;
				this.saidMore ||= change.reply !== null;
				this.replyDue = 0;
				throw error;
			}
		});
	}

	/** The first words show at once, the rest every few seconds; the end brings what is missing. */
	private takeReply(all: boolean): string | null {
		if (!this.saidMore || (!all && performance.now() < this.replyDue)) return null;
		this.saidMore = false;
		this.replyDue = performance.now() + REPLY_MS;
		return this.options.redact(this.reply.toString());
	}

	private row({ call, at, endedAt }: PendingCall): CallRow {
		const { redact } = this.options;
		const before = this.sizes.get(call.id) ?? 0;
		const room = MAX_RUN_CHANGES - this.changesSize + before;
		const { changes, size } = shrinkChanges(call.changes, redact, room);
		this.changesSize += size - before;
		if (size > 0) this.sizes.set(call.id, size);
		return {
			callId: call.id,
			title: oneLine(redact(call.title), MAX_TITLE) || "(no title)",
			kind: call.kind.slice(0, MAX_KIND),
			status: call.status,
			command: call.command === null ? null : capText(redact(call.command), MAX_OUTPUT),
			output: call.output === null ? null : capText(redact(call.output), MAX_OUTPUT),
			changes,
			at,
			endedAt,
		};
	}

	private tellLosses(): void {
		if (this.calls.lost === 0) return;
		this.options.onFault(new Error(`${this.calls.lost} tool calls found no room while the database took nothing.`));
	}
}

/** Counts come from the agent: what is no count is left out. */
function whole(tokens: number | undefined): number {
	return tokens !== undefined && Number.isFinite(tokens) && tokens > 0 ? Math.min(Math.round(tokens), 2 ** 31 - 1) : 0;
}
