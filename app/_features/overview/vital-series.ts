import type { VitalSample } from "../../../server/contract/state.ts";

export type VitalKind = "cpu" | "memory";

/** Samples further apart than this many seconds have a gap between them, which is not drawn over. */
const GAP_SECONDS = 3;

/** Columns for the chart: times in unix seconds and values, with null where nothing is known. */
export function vitalSeries(samples: readonly VitalSample[], kind: VitalKind): [number[], (number | null)[]] {
	const times: number[] = [];
	const values: (number | null)[] = [];
	for (const [at, cpu, memory] of samples) {
		const previous = times.at(-1);
		if (previous !== undefined && at - previous > GAP_SECONDS) {
			times.push(previous + 1);
			values.push(null);
		}
		times.push(at);
		values.push(kind === "cpu" ? cpu : memory);
	}
	return [times, values];
}

/** Lengths of time that a chart shows, in minutes; the longest is all that the dashboard keeps at hand. */
const WINDOWS = [1, 2, 5];
const LONGEST = 10;

/** The minutes to show: as few as hold every known sample, so that the first ones are not lost at the edge. */
export function vitalWindow(samples: readonly VitalSample[], kind: VitalKind, now: number): number {
	const first = samples.find(([, cpu, memory]) => (kind === "cpu" ? cpu : memory) !== null);
	const minutes = first ? (now - first[0]) / 60 : 0;
	return WINDOWS.find((window) => minutes <= window) ?? LONGEST;
}

/**
 * The top of the scale. It starts at zero always. Memory near its limit is drawn against the limit; far below it, the
 * limit would press the line flat. CPU has at least a tenth of a core, so that idling does not look like work.
 */
export function vitalTop(values: readonly (number | null)[], kind: VitalKind, limit: number | null): number {
	const highest = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
	if (kind === "cpu") return Math.max(10, highest * 1.15);
	if (limit !== null && highest > limit * 0.4) return Math.max(limit, highest) * 1.05;
	return Math.max(1, highest * 1.5);
}
