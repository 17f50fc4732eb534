import type { ActivityKind } from "./activity.ts";
import type { RunSummary } from "./work.ts";

/** A file as a tool call changed it, as far as it is kept. */
export interface RecordedChange {
	/** Relative to the worktree when it is inside. */
	path: string;
	/** Null: the file was new. */
	oldText: string | null;
	newText: string;
	/** The line at which the texts begin, when they are only the part that differs. */
	line?: number;
	/** Only the path is kept: the change was too large, or the run has too many of them. */
	omitted?: boolean;
}

/** What an agent did about one prompt. Times are ISO 8601, UTC. */
export interface RecordedTurn {
	id: number;
	/** From 1, within the run. */
	number: number;
	prompt: string;
	/** What the agent said; of a long one beginning and end. */
	reply: string;
	/** The protocol's, or `interrupted`; null while it runs. */
	stopReason: string | null;
	inputTokens: number | null;
	outputTokens: number | null;
	cost: number | null;
	currency: string | null;
	startedAt: string;
	endedAt: string | null;
	calls: number;
	/** `prompt` or `reply` is only its beginning, which ends with “…”: the export has them whole. */
	cut: boolean;
}

export const CALL_STATUSES = ["pending", "in_progress", "completed", "failed", "interrupted"] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export interface RecordedCall {
	id: number;
	turn: number;
	title: string;
	/** ACP's: `read edit delete move search execute think fetch switch_mode other`. */
	kind: string;
	status: CallStatus;
	command: string | null;
	output: string | null;
	/** Files changed, without their texts: those are with the call itself. */
	files: string[];
	startedAt: string;
	endedAt: string | null;
}

/** A verification command, as it went. */
export interface RecordedCheck {
	id: number;
	command: string;
	ok: boolean;
	/** How it ended, for the end of a sentence: `exit code 1`, or `LEFT_OUT`. */
	how: string;
	output: string;
	startedAt: string;
	endedAt: string;
}

/** `how` of a check that the person left out. It is not `ok`, and no failure either. */
export const LEFT_OUT = "left out";

/** What came of a check; `cancelled`: the person left it out. */
export function checkOutcome({ ok, how }: Pick<RecordedCheck, "ok" | "how">): "ok" | "failed" | "cancelled" {
	if (ok) return "ok";
	return how === LEFT_OUT ? "cancelled" : "failed";
}

export interface RecordedQuestion {
	ticket: string;
	title: string;
	status: "pending" | "answered" | "defaulted" | "withdrawn";
	/** In words. */
	answer: string | null;
	comment: string | null;
	answeredBy: string | null;
	createdAt: string;
	answeredAt: string | null;
}

/** One run with all that belongs to it but its tool calls and its timeline, which come in pages. */
export interface RunRecord {
	run: RunSummary;
	turns: RecordedTurn[];
	checks: RecordedCheck[];
	questions: RecordedQuestion[];
	/** Oldest first, of the branch, as far as git still knows them. */
	commits: { hash: string; title: string; at: string }[];
	calls: { total: number; byKind: Record<string, number> };
}

/** What an entry is: an activity's kind, or a person's words, what the agent was told, or a check. */
export const TIMELINE_KINDS = [
	"person",
	"prompt",
	"message",
	"plan",
	"tool",
	"check",
	"question",
	"commit",
	"task",
	"daemon",
	"command",
	"problem",
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number] & (ActivityKind | "person" | "prompt" | "check");

/** One thing that happened. `key` names it for ever; an entry that is still in work changes and keeps its key. */
export interface TimelineEntry {
	key: string;
	at: string;
	kind: TimelineKind;
	daemon: string | null;
	/** The roadmap item. */
	item: string | null;
	run: number | null;
	ticket: string | null;
	/** One line. */
	title: string;
	/** More, for those who look closer: plain text. */
	detail: string | null;
	outcome: "ok" | "failed" | "cancelled" | null;
	/** Of a tool call. `changed`: how many files; their texts are read by `id`. */
	call?: {
		id: number;
		kind: string;
		status: CallStatus;
		command: string | null;
		changed: number;
		endedAt: string | null;
	};
}

export interface TimelinePage {
	/** Newest first. */
	entries: TimelineEntry[];
	/** What came before; null: this is the beginning. */
	next: string | null;
}

/** One file of a diff. */
export interface DiffFile {
	path: string;
	/** Another one when it was renamed or copied. */
	oldPath: string | null;
	status: "added" | "deleted" | "modified" | "renamed" | "copied";
	binary: boolean;
	/** Null when git does not count them: a binary file. */
	added: number | null;
	removed: number | null;
	/** A unified diff; null when the file is binary, or when it is too large to be shown. */
	patch: string | null;
	/** How long the diff is when it is too large. */
	tooLarge: { lines: number } | null;
}

export interface RunDiff {
	/** Where it comes from: the worktree as it is, the branch, or the changes that the agent told of. */
	source: "worktree" | "branch" | "record";
	files: DiffFile[];
	/** So many more files have changed. */
	more: number;
	/** Worth knowing, in one sentence. */
	note: string | null;
}

/** What was done in one hour or day. */
export interface WorkBucket {
	/** ISO 8601, UTC: its beginning. */
	from: string;
	to: string;
	/** As people here call it: `2026-11-21`, or `2026-11-21 14:00`. */
	label: string;
	/** Items whose work was finished (they may still wait for a review). */
	finished: number;
	failed: number;
	activeMs: number;
	inputTokens: number;
	outputTokens: number;
	/** By currency: sums of money in different ones are not added. */
	cost: Record<string, number>;
}

export interface WorkSummary {
	daemon: string;
	/** IANA: the machine's. */
	timeZone: string;
	from: string;
	to: string;
	hours: WorkBucket[];
	days: WorkBucket[];
}
