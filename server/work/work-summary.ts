import { NightshiftError } from "../contract/errors.ts";
import type { WorkBucket, WorkSummary } from "../contract/record.ts";
import type { Database } from "../db/open.ts";
import { type Bucket, type BucketSize, bucketsOf } from "./buckets.ts";
import { readTurns, type TurnRow } from "./spent-turns.ts";

const DAY_MS = 24 * 3_600_000;
const MAX_RANGE_MS = 400 * DAY_MS;
/** Of a longer range the hours of its last two days are told. */
const MAX_HOURS_MS = 8 * DAY_MS;
const LAST_HOURS_MS = 2 * DAY_MS;

interface EndRow {
	at: number;
	failed: boolean;
}

/**
 * Tasks, time, tokens and cost per hour and per day, of a daemon. An item counts when its work was finished; tokens and cost
 * of a turn when it ended; active time where the run's turns were.
 *
 * @param range unix milliseconds, at most 400 days
 * @throws NightshiftError `bad-request`, `database-unavailable`
 */
export async function readWorkSummary(
	db: Database,
	daemon: string,
	{ from, to }: { from: number; to: number },
): Promise<WorkSummary> {
	if (!(from < to)) throw refused("from must be before to.");
	if (to - from > MAX_RANGE_MS) throw refused("from and to must not be more than 400 days apart.");
	// From the beginning of the first bucket, which is at most a day earlier.
	const [turns, ends] = [await readTurns(db, daemon, from - DAY_MS, to), await readEnds(db, daemon, from, to)];
	const hoursFrom = to - from <= MAX_HOURS_MS ? from : to - LAST_HOURS_MS;
	const told = (begin: number, size: BucketSize) => fill(bucketsOf(begin, to, size), turns, ends);
	return {
		daemon,
		timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		from: new Date(from).toISOString(),
		to: new Date(to).toISOString(),
		hours: told(hoursFrom, "hour"),
		days: told(from, "day"),
	};
}

function refused(sentence: string): NightshiftError {
	return new NightshiftError("bad-request", sentence, { key: "from" });
}

async function readEnds(db: Database, daemon: string, from: number, to: number): Promise<EndRow[]> {
	const rows = await db.read(({ run }) =>
		run.findMany({
			where: {
				daemon,
				status: { in: ["review", "done", "failed", "retried"] },
				endedAt: { gte: new Date(from - DAY_MS), lt: new Date(to) },
			},
			select: { endedAt: true, status: true, outcome: true },
		}),
	);
	return rows.flatMap(({ endedAt, status, outcome }) => {
		// One that is tried again was done or failed before, and only one that was done has an outcome.
		const failed = status === "failed" || (status === "retried" && outcome === null);
		return endedAt ? [{ at: endedAt.getTime(), failed }] : [];
	});
}

function fill(buckets: readonly Bucket[], turns: readonly TurnRow[], ends: readonly EndRow[]): WorkBucket[] {
	const filled = buckets.map(({ from, to, label }) => ({
		from: new Date(from).toISOString(),
		to: new Date(to).toISOString(),
		label,
		finished: 0,
		failed: 0,
		activeMs: 0,
		inputTokens: 0,
		outputTokens: 0,
		cost: {} as Record<string, number>,
	}));
	for (const { at, failed } of ends) {
		const bucket = filled[indexAt(buckets, at)];
		if (bucket) bucket[failed ? "failed" : "finished"] += 1;
	}
	for (const turn of turns) {
		const last = filled[indexAt(buckets, turn.to)];
		if (last) {
			last.inputTokens += turn.inputTokens;
			last.outputTokens += turn.outputTokens;
			if (turn.currency) last.cost[turn.currency] = (last.cost[turn.currency] ?? 0) + turn.cost;
		}
		shareOut(turn, buckets, filled);
	}
	for (const bucket of filled) bucket.activeMs = Math.round(bucket.activeMs);
	return filled;
}

function shareOut({ from, to, activeMs }: TurnRow, buckets: readonly Bucket[], filled: WorkBucket[]): void {
	if (to <= from) return;
	for (let index = Math.max(0, indexAt(buckets, from)); index < buckets.length; index++) {
		const [bucket, into] = [buckets[index], filled[index]];
		if (!bucket || !into || bucket.from >= to) return;
		const part = Math.min(to, bucket.to) - Math.max(from, bucket.from);
		if (part > 0) into.activeMs += (activeMs * part) / (to - from);
	}
}

/** The bucket that a moment is in; -1 before the first, and beyond the last one it is the last's successor. */
function indexAt(buckets: readonly Bucket[], at: number): number {
	let low = 0;
	let high = buckets.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((buckets[middle]?.to ?? 0) <= at) low = middle + 1;
		else high = middle;
	}
	return (buckets[low]?.from ?? 0) <= at ? low : -1;
}
