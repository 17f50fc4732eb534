import type { HistoryPoint, HistoryPoints } from "../../../server/contract/history.ts";

type Values = (number | null)[];

/** What a chart is drawn from: unix seconds, and most, least and average at each; null where nothing is known. */
export type Columns = [at: number[], max: Values, min: Values, avg: Values];

/** Points stand in the middle of their bucket. Where buckets are missing, the line has a gap. */
export function columnsOf({ points, resolutionSeconds }: Pick<HistoryPoints, "points" | "resolutionSeconds">): Columns {
	const columns: Columns = [[], [], [], []];
	const [ats, maxs, mins, avgs] = columns;
	let next: number | null = null;
	for (const [at, min, avg, max] of points) {
		if (next !== null && at > next) {
			ats.push(next + resolutionSeconds / 2);
			for (const values of [avgs, maxs, mins]) values.push(null);
		}
		ats.push(at + resolutionSeconds / 2);
		avgs.push(avg);
		maxs.push(max);
		mins.push(min);
		next = at + resolutionSeconds;
	}
	return columns;
}

/** The indices of points that stand alone: a line through them would not be seen. */
export function lonely(values: readonly (number | null | undefined)[]): number[] {
	const known = (index: number) => values[index] !== null && values[index] !== undefined;
	return [...values.keys()].filter((index) => known(index) && !known(index - 1) && !known(index + 1));
}

/** Few points that stand for many: least, average and most of each stretch of `seconds`. */
export function fewerPoints(points: readonly HistoryPoint[], seconds: number): HistoryPoint[] {
	const groups = new Map<number, { min: number; sum: number; count: number; max: number }>();
	for (const [at, min, avg, max] of points) {
		const begin = Math.floor(at / seconds) * seconds;
		const known = groups.get(begin);
		if (known) {
			known.min = Math.min(known.min, min);
			known.max = Math.max(known.max, max);
			known.sum += avg;
			known.count += 1;
		} else groups.set(begin, { min, sum: avg, count: 1, max });
	}
	return [...groups].map(([at, { min, sum, count, max }]) => [at, min, sum / count, max]);
}
