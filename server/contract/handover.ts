import type { Question } from "./question.ts";
import type { RunSummary } from "./work.ts";

/** A question that was decided without the person. */
export interface Decided {
	ticket: string;
	title: string;
	daemon: string | null;
	task: string | null;
	/** By its own default, or by a rule of the person's. */
	by: "default" | "policy";
	/** What was decided, in words. */
	decision: string;
	at: string;
	/** Whether the asker has acted on it already: then another answer is a late one. */
	taken: boolean;
	/** Whether the person has said since what they think of it. */
	reviewed: boolean;
}

/** What a daemon's agents took in the time. */
export interface Spent {
	daemon: string;
	activeMs: number;
	inputTokens: number;
	outputTokens: number;
	/** By currency: sums of money in different ones are not added. */
	cost: Record<string, number>;
}

/** Something that may go wrong, or has. */
export interface Risk {
	severity: "warning" | "error";
	/** One sentence. */
	text: string;
	/** When it comes; null: it is so now, or was. */
	at: string | null;
	/** Where more is told: a path of the dashboard. */
	page: string;
}

/** What a colleague says in the morning. Times are ISO 8601, UTC. */
export interface Handover {
	from: string;
	to: string;
	/** IANA, the person's, else the machine's: days begin by it. */
	timeZone: string;
	/** `2026-11-21`: the day that it is there. */
	today: string;
	/** Work that was finished in the time, newest first, at most HANDOVER_LIMIT; also what waits for a review. */
	done: RunSummary[];
	doneCount: number;
	/** Work that failed in the time, newest first. */
	failed: RunSummary[];
	failedCount: number;
	/** What is in work or parked now, whenever it began. */
	underWay: RunSummary[];
	underWayCount: number;
	/** Newest first. Rules decide often, so that their part is told as a number beyond the limit. */
	decided: Decided[];
	decidedCount: number;
	/** What needs the person now, the most urgent first and then the oldest; bodies are cut. */
	waiting: Question[];
	waitingCount: number;
	/** Put off, or held for a digest. */
	asleepCount: number;
	/** Questions that the person answered in the time. */
	answeredCount: number;
	spent: Spent[];
	/** The worst first. */
	risks: Risk[];
	/** Until when the person has read such a handover; null: never. */
	readAt: string | null;
}

export const HANDOVER_LIMIT = 50;
