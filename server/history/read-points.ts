import { type HistoryPoint, METRICS, type Metric } from "../contract/history.ts";
import type { Database } from "../db/open.ts";
import { fromStored } from "./roll-up.ts";
import { chooseResolution } from "./tiers.ts";

export interface PointsQuestion {
	/** The daemon's number. */
	daemon: number;
	metric: Metric;
	/** Unix milliseconds. */
	from: number;
	to: number;
	now: number;
}

/** The vitals of a range at the resolution that suits it; see `chooseResolution`. */
export async function readPoints(
	database: Database,
	{ daemon, metric, from, to, now }: PointsQuestion,
): Promise<{ resolutionSeconds: number; points: HistoryPoint[] }> {
	const range = { from: Math.floor(from / 1_000), to: Math.ceil(to / 1_000) };
	const { seconds, tier } = chooseResolution(range, Math.floor(now / 1_000));
	const begin = Math.floor(range.from / seconds) * seconds;
	// As one text, see `readSpans`. `total` instead of `sum`: a year of sums may be more than an integer holds.
	const [row] = await database.read(
		(prisma) => prisma.$queryRaw<{ points: string }[]>`
			SELECT json_group_array(json_array("at", "min", "avg", "max")) AS "points" FROM (
				SELECT "at" - "at" % ${seconds} AS "at", min("min") AS "min", total("sum") / total("count") AS "avg",
					max("max") AS "max"
				FROM "HistoryPoint"
				WHERE "daemon" = ${daemon} AND "metric" = ${METRICS.indexOf(metric)} AND "resolution" = ${tier.seconds}
					AND "at" >= ${begin} AND "at" < ${range.to}
				GROUP BY "at" - "at" % ${seconds} ORDER BY 1)`,
	);
	const points = (JSON.parse(row?.points ?? "[]") as HistoryPoint[]).map(
		([at, min, avg, max]): HistoryPoint => [
			at,
			fromStored(metric, min),
			fromStored(metric, avg),
			fromStored(metric, max),
		],
	);
	return { resolutionSeconds: seconds, points };
}
