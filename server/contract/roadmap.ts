export type RoadmapStatus = "planned" | "in-progress" | "done" | "blocked" | "cancelled" | "unknown";

/** What a person can make of an item's status. */
export const WRITABLE_STATUSES = ["planned", "in-progress", "done", "blocked", "cancelled"] as const;
export type WritableStatus = (typeof WRITABLE_STATUSES)[number];

/** One item of a ROADMAP.md. `roadmap list --json` prints the first eight fields of each. */
export interface RoadmapItem {
	/** `US-112` or `PRIORITY 2.5`. */
	id: string;
	/** The second name of an item that has two: `US-072` of `PRIORITY 11: US-072 - …`. */
	alias: string | null;
	title: string;
	status: RoadmapStatus;
	/** 1-based line of the heading. */
	line: number;
	estimate: string | null;
	/** Ids as written, e.g. `["US-1", "PRIORITY 2"]`. */
	dependsOn: string[];
	warnings: string[];
}

/** An item with all that the daemon needs to work on it. */
export interface RoadmapItemDetail extends RoadmapItem {
	/** 1-based, inclusive: the last line of the section. */
	endLine: number;
	/** The section's Markdown, heading included. */
	body: string;
	deliverables: string[];
	tasks: { text: string; done: boolean }[];
	/** Fenced `sh` and `bash` blocks, in order: the runbook agent's steps. `line` is that of the opening fence. */
	steps: { code: string; line: number; title: string | null }[];
	/** Acceptance commands of `**Verify**:` fields. */
	verify: string[];
}

export interface Roadmap {
	items: RoadmapItemDetail[];
	/** About the document as a whole, e.g. that no item was found. */
	warnings: string[];
}
