import type { RoadmapItem, RoadmapItemDetail } from "./roadmap.ts";

/** `running`: in work. `parked`: it waits for an answer, and costs nothing. `review`: finished, and you decide. */
export type RunStatus = "running" | "parked" | "review" | "done" | "failed" | "retried";
/** What became of a finished branch. */
export type RunOutcome = "merged" | "kept" | "pull-request";

/** A developer's work on one item, from taking it to what became of its branch. Times are ISO 8601, UTC. */
export interface RunSummary {
	id: number;
	daemon: string;
	item: string;
	title: string;
	status: RunStatus;
	branch: string;
	worktree: string;
	baseCommit: string;
	/** The branch's head when it was finished; null before, and when nothing was changed. */
	commit: string | null;
	outcome: RunOutcome | null;
	/** The merge's commit, or the pull request's address. */
	result: string | null;
	/** The question it waits for, e.g. `Q-17`. */
	waitsFor: string | null;
	/** Why it failed or is parked, in one sentence. */
	reason: string | null;
	agent: string | null;
	startedAt: string;
	endedAt: string | null;
	/** How long an agent worked on it: waiting for a person does not count. */
	activeMs: number;
	inputTokens: number;
	outputTokens: number;
	cost: number;
	currency: string | null;
}

/** Where an item stands: the work on it first, then the person's decision, then the document. */
export type ShownStatus = RoadmapItem["status"] | "working" | "parked" | "review" | "finished" | "aside";

/** An item on the roadmap page. */
export interface RoadmapEntry extends RoadmapItem {
	/** Names this very item: its id, or `ID@LINE` when two have the same id. */
	ref: string;
	shown: ShownStatus;
	/** The latest work on it. */
	run: RunSummary | null;
	/** Why it is not worked on for now; null when it is not set aside. */
	aside: string | null;
	/** It was put before all others. */
	next: boolean;
	/** Open questions about it. */
	tickets: string[];
	tasks: { done: number; total: number };
}

export interface RoadmapView {
	daemon: string;
	/** Absolute. */
	file: string;
	/** Of the file's bytes: an edit names the version it was made for, and is refused when the file has changed since. */
	version: string;
	/** About the document as a whole. */
	warnings: string[];
	items: RoadmapEntry[];
	/** What would be taken next (a `ref`), or why nothing would. */
	next: { ref: string } | { why: string };
}

/** All there is to know of one item. */
export interface RoadmapEntryDetail
	extends Omit<RoadmapEntry, "tasks">,
		Pick<RoadmapItemDetail, "body" | "endLine" | "verify"> {
	version: string;
	tasks: { text: string; done: boolean }[];
	deliverables: string[];
	/** Newest first. */
	runs: RunSummary[];
}
