import type { Role, ToolUse } from "../transcripts/changes.ts";

/** A turn as summaries look at it; times are for whoever shows them, an extract needs none. */
export interface SummaryTurn {
	role: Role;
	text: string;
	tool?: ToolUse | null;
	/** What the tool put out. */
	output?: string | null;
	/** Of a subagent: what it did counts, what it said does not. */
	sidechain?: boolean;
	/** Asks for a backup: its words are no matter of the conversation when there is nothing else in it. */
	trigger?: boolean | "word" | "whole";
	at?: Date | string | null;
}

export type SummaryTurns = Iterable<SummaryTurn> | AsyncIterable<SummaryTurn>;

/** What a conversation was about, in its own words. All of it is plain text on single lines; `summary` has up to four lines. */
export interface Extract {
	/** What was asked, what was done, what failed, how it ended. */
	summary: string;
	/** The words that tell it from others, the most telling first. */
	keywords: string[];
	/** Sentences that decide something. */
	decisions: string[];
	/** What went wrong: tools that failed, and lines that report an error. */
	errors: string[];
	/** Settings, variables, ports and versions that were named. */
	configurations: string[];
	/** Files that tools changed, in the order of their first change. */
	files: string[];
	/** Commands that were run, in the order of their first run. */
	commands: string[];
}
