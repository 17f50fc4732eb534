import { MARK } from "../../redact/redactor.ts";
import { sqlTime } from "../../work/sql-time.ts";
import { leftOut } from "./cut-text.ts";
import type { TurnUpdate } from "./fold.ts";
import { MAX_OUTPUT, MAX_TEXT } from "./limits.ts";

/** A turn as its row has it. */
export interface TurnState {
	role: string;
	/** As the database writes times. */
	at: string;
	text: string;
	/** JSON. */
	tool: string | null;
	output: string | null;
	sidechain: number;
	trigger: number;
	cut: number;
}

/** What turns add to their conversation. */
export interface Counts {
	userTurns: number;
	replies: number;
	toolCalls: number;
	failedCalls: number;
	triggers: number;
	redactions: number;
}

export const NO_COUNTS: Counts = { userTurns: 0, replies: 0, toolCalls: 0, failedCalls: 0, triggers: 0, redactions: 0 };

interface StoredTool {
	name: string;
	input: unknown;
	ok: boolean | null;
}

/**
 * A turn after an update; null: there is none any more. What a tool put out, and how it ended, stays when the turn is told
 * again without it: a transcript that is read from its beginning once more must not undo what is known.
 *
 * @param otherwise the time of a turn that has none
 */
export function nextTurn(before: TurnState | null, update: TurnUpdate, otherwise: string): TurnState | null {
	if (update.gone) return null;
	const base = update.anew ? null : before;
	const { turn } = update;
	const output = update.output ?? base?.output ?? null;
	if (!turn) return afterResult(base, update, output, otherwise);
	const known = base?.tool ? (JSON.parse(base.tool) as StoredTool) : null;
	const tool = turn.tool ? { ...turn.tool, ok: update.ok ?? known?.ok ?? null } : null;
	return withCut({
		role: turn.role,
		at: timeOf(turn.at) ?? base?.at ?? timeOf(update.at) ?? otherwise,
		text: turn.text,
		tool: tool && JSON.stringify(tool),
		output,
		sidechain: Number(turn.sidechain ?? false),
		trigger: Number(turn.trigger !== undefined),
	});
}

/** A result whose turn is not here waits for it: its row has a tool without a name. */
function afterResult(base: TurnState | null, update: TurnUpdate, output: string | null, otherwise: string): TurnState {
	const known = base?.tool ? (JSON.parse(base.tool) as StoredTool) : { name: "", input: null, ok: null };
	const ok = update.ok ?? known.ok;
	const stays = base ?? {
		role: "tool",
		at: timeOf(update.at) ?? otherwise,
		text: "",
		sidechain: Number(update.sidechain),
		trigger: 0,
	};
	return withCut({ ...stays, tool: JSON.stringify({ ...known, ok }), output });
}

function withCut(turn: Omit<TurnState, "cut">): TurnState {
	return { ...turn, cut: leftOut(turn.text, MAX_TEXT) + leftOut(turn.output, MAX_OUTPUT) };
}

/** What a turn counts for. What subagents say and do is not part of the talk, but for the secrets in it. */
export function countsOf(turn: TurnState | null): Counts {
	if (!turn) return NO_COUNTS;
	const redactions = marksIn(turn.text) + marksIn(turn.output) + marksIn(turn.tool);
	if (turn.sidechain) return { ...NO_COUNTS, redactions };
	const tool = turn.role === "tool" && turn.tool ? (JSON.parse(turn.tool) as StoredTool) : null;
	const called = tool !== null && tool.name !== "";
	return {
		userTurns: Number(turn.role === "user"),
		replies: Number(turn.role === "assistant"),
		toolCalls: Number(called),
		failedCalls: Number(called && tool.ok === false),
		triggers: turn.trigger,
		redactions,
	};
}

/** A moment as the database writes it; null for none, and for what is none. */
export function timeOf(at: string | null): string | null {
	if (at === null) return null;
	const time = Date.parse(at);
	return Number.isNaN(time) ? null : sqlTime(time);
}

function marksIn(text: string | null): number {
	if (text === null) return 0;
	let count = 0;
	for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) count += 1;
	return count;
}
