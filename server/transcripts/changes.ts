/** Who spoke: `system` is what neither typed nor answered, such as a slash command, a shell escape or a compaction. */
export type Role = "user" | "assistant" | "tool" | "system";

/** What a tool was asked for, and how it went. */
export interface ToolUse {
	name: string;
	/** As the transcript has it; what is not JSON there is a text. */
	input: unknown;
	/** Null: it has not ended, or nobody knows. */
	ok: boolean | null;
}

/** One thing said or done. `key` is its own in its conversation, and the same whenever the transcript, or a copy of it, is read. */
export interface TurnChange {
	type: "turn";
	key: string;
	role: Role;
	/** ISO 8601 in UTC with milliseconds; of a line without a time that of the line before it, else null. */
	at: string | null;
	/** What was said; of a tool its name and what it was asked for, in a line. */
	text: string;
	tool?: ToolUse;
	output?: string;
	/** Of a subagent: not part of what the person and the assistant said. */
	sidechain?: boolean;
	/** The person typed it, and asks for a backup. */
	trigger?: "word" | "whole";
}

/**
 * What a line of a transcript tells. Applying a change a second time changes nothing: what has a key replaces what had that
 * key, and facts replace facts.
 */
export type Change =
	| TurnChange
	/** What a tool has put out; its turn may come after it, or never. */
	| { type: "result"; key: string; at: string | null; output: string; ok: boolean; sidechain?: boolean }
	/** A turn that the tool took back. */
	| { type: "drop"; key: string }
	/** Facts about the conversation; what is absent stays as it is. */
	| { type: "about"; session?: string; cwd?: string; title?: string; model?: string }
	/** A moment that its record knows; the first and the last are those of the conversation. */
	| { type: "time"; at: string }
	/**
	 * What a part of it cost, e.g. `{ inputTokens: 25, outputTokens: 26 }`. The sum over all keys is the conversation's,
	 * what its subagents cost (`sidechain`) included.
	 */
	| { type: "usage"; key: string; model: string | null; amounts: Record<string, number>; sidechain?: boolean }
	/** No line of this format: it is counted. */
	| { type: "malformed" }
	/** A line whose kind is not known: it is counted by its kind. */
	| { type: "unknown"; kind: string };
