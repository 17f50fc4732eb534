import type { ActivityEntry } from "./activity.ts";
import type { DaemonStatus, DashboardStatus } from "./daemon.ts";
import type { Question } from "./question.ts";

/** One second of a daemon's vitals: [unix seconds, CPU percent, memory bytes]; null is "not known". */
export type VitalSample = [at: number, cpuPercent: number | null, memoryBytes: number | null];

/** Something the person should know that is not a question: a broken file, a database that cannot be opened. */
export interface Problem {
	/** Stable, so that the same problem is shown once: `config`, `database`, `daemon:code-developer`. */
	id: string;
	severity: "warning" | "error";
	/** One sentence: what is wrong and what to do. */
	text: string;
	since: string;
	/** Where the dashboard tells more: a path. */
	page?: string;
}

/** Everything a page shows live. The same shape on both sides of the socket. */
export interface LiveState {
	dashboard: DashboardStatus;
	/** In the order of the configuration. */
	daemons: DaemonStatus[];
	/** Pending questions that need the person now (neither snoozed nor held), oldest first, at most PENDING_LIMIT. */
	pending: Question[];
	/** All that need the person now, also those beyond the limit. */
	pendingCount: number;
	/** Newest last, at most ACTIVITY_LIMIT. */
	activity: ActivityEntry[];
	problems: Problem[];
	/** The last VITALS_SECONDS of each daemon, oldest first. */
	vitals: Record<string, VitalSample[]>;
	/**
	 * What pages read for themselves, and how often it has changed: `roadmap:NAME`, `work:NAME`, `rules`, `inbox`
	 * (any question, its thread included), `chat:NAME`, `deliveries`, `conversations` (the record of the chat monitor),
	 * `handover` (it was read). A page that shows
	 * it reads it again when its number is another one. Absent: it has not changed since the dashboard started.
	 */
	revisions: Record<string, number>;
}

export const PENDING_LIMIT = 200;
export const ACTIVITY_LIMIT = 200;
export const VITALS_SECONDS = 600;

export type Change =
	| { type: "dashboard"; dashboard: DashboardStatus }
	| { type: "daemon"; daemon: DaemonStatus }
	/** The daemons of the configuration, in order: others are dropped. */
	| { type: "daemons"; names: string[] }
	/** One second of vitals of every daemon; also refreshes the daemons' own figures. */
	| { type: "vitals"; samples: Record<string, VitalSample>; uptimeSeconds: Record<string, number | null> }
	/** A question that is new or changed; leaves the pending list when it is no longer pending, or sleeps. */
	| { type: "question"; question: Question; pendingCount: number }
	| { type: "activity"; entries: ActivityEntry[] }
	| { type: "problem"; problem: Problem }
	| { type: "problem-gone"; id: string }
	/** Something that pages read for themselves is no longer as it was. */
	| { type: "revision"; topic: string };

/** A numbered change. `epoch` names one run of the dashboard; `rev` counts its changes from 1. */
export interface Delta {
	epoch: string;
	rev: number;
	change: Change;
}
export interface Snapshot {
	epoch: string;
	rev: number;
	state: LiveState;
}
/** The answer to `state:sync`: what was missed, or everything. */
export type SyncReply = { deltas: Delta[] } | { snapshot: Snapshot };
