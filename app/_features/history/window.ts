/** A stretch of time, in unix milliseconds. */
export interface TimeWindow {
	from: number;
	to: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The ranges that end now. */
export const RANGES = [
	{ id: "1h", label: "1 h", words: "the last hour", lengthMs: HOUR },
	{ id: "24h", label: "24 h", words: "the last 24 hours", lengthMs: DAY },
	{ id: "7d", label: "7 d", words: "the last 7 days", lengthMs: 7 * DAY },
	{ id: "30d", label: "30 d", words: "the last 30 days", lengthMs: 30 * DAY },
	{ id: "1y", label: "1 y", words: "the last year", lengthMs: 365 * DAY },
] as const;
export type RangeId = (typeof RANGES)[number]["id"];

/** As close as one can look: a dozen of the finest samples. */
const SHORTEST_MS = 12_000;
/** As far back as anything is kept. */
const LONGEST_MS = 366 * DAY;

/** A range that ends now, or any stretch of time. */
export type Chosen = RangeId | TimeWindow;

export function lengthOf(chosen: Chosen): number {
	if (typeof chosen !== "string") return chosen.to - chosen.from;
	return RANGES.find(({ id }) => id === chosen)?.lengthMs ?? DAY;
}

/** The stretch of time that is meant at this moment. */
export function windowOf(chosen: Chosen, now: number): TimeWindow {
	return typeof chosen === "string" ? { from: now - lengthOf(chosen), to: now } : chosen;
}

/** A window that makes sense: not too short, not of the future. */
export function sensible({ from, to }: TimeWindow, now: number): TimeWindow {
	const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, to - from));
	const middle = (from + to) / 2;
	const end = Math.min(now, Math.round(middle + length / 2));
	return { from: Math.round(end - length), to: end };
}

/** Half or twice as much of time around the middle; what would reach beyond now ends now. */
export function zoomed(window: TimeWindow, factor: number, now: number): TimeWindow {
	const middle = (window.from + window.to) / 2;
	const half = ((window.to - window.from) * factor) / 2;
	return sensible({ from: middle - half, to: middle + half }, now);
}

/** As long, earlier or later by a share of its length. */
export function moved(window: TimeWindow, share: number, now: number): TimeWindow {
	const by = (window.to - window.from) * share;
	return sensible({ from: window.from + by, to: window.to + by }, now);
}
