import type { DaemonStatus, LastExit } from "./daemon.ts";

/** What is charted of a daemon's whole process tree. */
export const METRICS = ["cpu", "memory"] as const;
export type Metric = (typeof METRICS)[number];

/** One bucket of time: [unix seconds at its beginning, least, average, most]. Weighted by samples; nothing is ever 0 for want of a sample. */
export type HistoryPoint = [at: number, min: number, avg: number, max: number];

/** A daemon's vitals over a range. A bucket in which nothing was measured is left out: unknown, not zero. */
export interface HistoryPoints {
	daemon: string;
	metric: Metric;
	/** `percent` of one core, or `bytes`. */
	unit: "percent" | "bytes";
	/** ISO 8601, UTC. */
	from: string;
	to: string;
	/** The length of each bucket. */
	resolutionSeconds: number;
	/** Oldest first. */
	points: HistoryPoint[];
}

/** What is remembered of a daemon's state: three of its four facts. */
export type KnownState = Pick<DaemonStatus, "desired" | "phase" | "health">;

/** What a state counts as: see `classOf`. Time that nobody watched is `unknown`. */
export type StateClass = "up" | "down" | "off";

/**
 * Whether a state counts as up, as down although it was wanted up, or as neither: stopped on purpose, or done with its
 * work. A process that hangs is there, and not up.
 */
export function classOf({ desired, phase, health }: KnownState): StateClass {
	if (phase === "running" && health !== "hung") return "up";
	return desired === "down" || phase === "exited" ? "off" : "down";
}

/** A stretch of time in one state. */
export interface StateSpan extends KnownState {
	/** ISO 8601, UTC. */
	from: string;
	to: string;
}

export interface StateTime extends KnownState {
	seconds: number;
}

/** How an instance ended. Of long ago, one entry may stand for several of the same cause within an hour. */
export interface HistoryEnd {
	/** ISO 8601, UTC; of several, the last. */
	at: string;
	/** How many ends this is; the details below are of one, and null for several. */
	count: number;
	cause: LastExit["cause"];
	/** Whether a person, a command or the schedule wanted it. */
	asked: boolean;
	instance: string | null;
	code: number | null;
	signal: string | null;
	forced: boolean | null;
	/** How long it had run; null when nobody saw it end. */
	ranSeconds: number | null;
	/** What the supervisor did about it, in words. */
	decision: string | null;
}

/** How a daemon fared over a range. */
export interface HistorySummary {
	daemon: string;
	/** ISO 8601, UTC. */
	from: string;
	to: string;
	/** Up, of the time it was wanted up and watched. Null when there was no such time. */
	uptimePercent: number | null;
	/** Adds up to the range. */
	seconds: Record<StateClass | "unknown", number>;
	/** The time in each state that occurred, longest first. */
	states: StateTime[];
	/** New instances, and those of them that the supervisor started by itself after an end. */
	starts: number;
	restarts: number;
	ends: { total: number; byCause: Record<LastExit["cause"], number>; latest: HistoryEnd[] };
	/** In order. What lies between them is unknown. */
	spans: StateSpan[];
	/** When there were too many spans to send: within slices of this length, their order is lost, their lengths are not. */
	spanSliceSeconds: number | null;
}

/** A daemon of which there is a history. */
export interface KnownHistory {
	name: string;
	/** Whether config.json has it still. */
	configured: boolean;
	/** ISO 8601, UTC: what is remembered of it lies between these; null when nothing is yet. */
	first: string | null;
	last: string | null;
}
