import { z } from "zod";
import { MAX_JSON_DEPTH } from "../contract/json-depth.ts";
import { capText } from "../text/capped-text.ts";
import { oneLine } from "../text/cut.ts";
import { contentText, type ToolChange } from "./session-updates.ts";
import { commandOf } from "./shell-input.ts";
import { changesOf, shownPaths } from "./touched-paths.ts";
import type { AgentToolCall, FileChange } from "./types.ts";

/** Tool calls remembered at once, since updates may follow; the oldest are forgotten. */
const MAX_CALLS = 500;
/** Characters that all remembered calls may take together. */
const MAX_SIZE = 32_000_000;
const MAX_TITLE = 2_000;
const MAX_PATHS = 200;

/** A tool call as the agent has described it so far. */
export interface KnownCall extends AgentToolCall {
	/** As sent: for a permission request that names the call by its id alone. */
	sent: Pick<ToolChange, "title" | "content" | "locations" | "rawInput">;
}

/** Tool calls merged with their updates. */
export class ToolCalls {
	private readonly calls = new Map<string, { call: KnownCall; size: number }>();
	private size = 0;

	/** @param folder The session's, absolute. @param terminalText What a terminal shows; null when there is none. */
	constructor(
		private readonly folder: string,
		private readonly terminalText: (terminalId: string) => string | null = () => null,
	) {}

	/** Merges a change and returns the call as it stands now. */
	apply(change: ToolChange): KnownCall {
		const id = change.toolCallId;
		const before = this.calls.get(id)?.call;
		const kind = change.kind ?? before?.kind ?? "other";
		const sent = {
			title: change.title || before?.sent.title,
			content: change.content ?? before?.sent.content,
			locations: change.locations ?? before?.sent.locations,
			rawInput: change.rawInput ?? before?.sent.rawInput,
		};
		const command = commandOf(kind, sent.rawInput);
		const call: KnownCall = {
			id,
			title: oneLine(change.title || before?.title || command || kind, MAX_TITLE),
			kind,
			status: change.status ?? before?.status ?? "pending",
			command,
			output: this.outputOf(change, sent.content) ?? before?.output ?? null,
			changes: this.changesIn(change, before),
			paths: shownPaths(sent, this.folder).slice(0, MAX_PATHS),
			sent,
		};
		this.remember(call);
		return call;
	}

	/** The call as it stands now that its terminals show something else; null when it is forgotten. */
	refreshed(id: string): KnownCall | null {
		return this.calls.has(id) ? this.apply({ toolCallId: id }) : null;
	}

	/** Many agents show a change when they ask for it, and put something else in its place when it is done. */
	private changesIn({ content }: ToolChange, before: KnownCall | undefined): FileChange[] {
		const shown = content ? changesOf({ content }, this.folder) : [];
		return shown.length > 0 ? shown : (before?.changes ?? []);
	}

	/** Content replaces what was shown before; but a terminal that was shown goes on being looked at. */
	private outputOf(change: ToolChange, content: ToolChange["content"]): string | null {
		const shown = terminalsIn(content).length > 0 ? { ...change, content } : change;
		return outputOf(shown, this.terminalText);
	}

	private remember(call: KnownCall): void {
		this.forget(call.id);
		const size = roughSize(call);
		this.calls.set(call.id, { call, size });
		this.size += size;
		for (const oldest of this.calls.keys()) {
			if (this.calls.size <= MAX_CALLS && this.size <= MAX_SIZE) break;
			this.forget(oldest);
		}
	}

	private forget(id: string): void {
		this.size -= this.calls.get(id)?.size ?? 0;
		this.calls.delete(id);
	}
}

/** Characters of all texts in a JSON value: near enough to what it takes. What is nested too deep is not looked into. */
function roughSize(value: unknown, depth = 0): number {
	if (typeof value === "string") return value.length;
	if (typeof value !== "object" || value === null || depth > MAX_JSON_DEPTH) return 8;
	return Object.entries(value).reduce((sum, [key, one]) => sum + key.length + roughSize(one, depth + 1), 0);
}

const item = z.object({
	type: z.string(),
	content: z.unknown().optional(),
	path: z.string().optional().catch(undefined),
	terminalId: z.string().optional().catch(undefined),
});

/** The terminals that a call shows. */
export function terminalsIn(content: ToolChange["content"]): string[] {
	return (content ?? []).flatMap((raw) => {
		const { success, data } = item.safeParse(raw);
		return success && data.type === "terminal" && data.terminalId !== undefined ? [data.terminalId] : [];
	});
}
const rawText = z.object({
	output: z.string().optional().catch(undefined),
	stdout: z.string().optional().catch(undefined),
	formatted_output: z.string().optional().catch(undefined),
	aggregated_output: z.string().optional().catch(undefined),
	error: z.string().optional().catch(undefined),
});

/** What a call has given so far, as text: its content, else what can be read of its raw output. */
function outputOf(
	{ content, rawOutput }: ToolChange,
	terminalText: (terminalId: string) => string | null,
): string | null {
	const shown = (content ?? []).flatMap((raw) => {
		const { success, data } = item.safeParse(raw);
		if (!success) return [];
		if (data.type === "terminal") return terminalText(data.terminalId ?? "") ?? [];
		if (data.type === "diff") return data.path ? [`Changed ${data.path}`] : [];
		return data.type === "content" ? [contentText(data.content)] : [];
	});
	if (shown.length > 0) return capText(shown.join("\n"));
	if (typeof rawOutput === "string") return capText(rawOutput);
	const { success, data } = rawText.safeParse(rawOutput);
	const text = success
		? (data.formatted_output ?? data.aggregated_output ?? data.output ?? data.stdout ?? data.error)
		: undefined;
	return text === undefined ? null : capText(text);
}
