import { METRICS } from "../contract/history.ts";
import type { VitalSample } from "../contract/state.ts";
import type { Prisma } from "../db/generated/client.ts";
import { rollUp } from "./roll-up.ts";

/** A bucket of one daemon and metric, as a row: see the migration for its columns. */
export type PointRow = [
	daemon: number,
	metric: number,
	resolution: number,
	at: number,
	count: number,
	min: number,
	sum: number,
	max: number,
];

/** Samples of one daemon as rows of every tier. */
export function pointRows(daemon: number, samples: readonly VitalSample[]): PointRow[] {
	return METRICS.flatMap((metric, index) =>
		[...rollUp(samples, metric)].flatMap(([resolution, buckets]) =>
			buckets.map(({ at, count, min, sum, max }): PointRow => [daemon, index, resolution, at, count, min, sum, max]),
		),
	);
}

/**
 * Adds rows to what is there, those of all daemons in one statement: a bucket that another run of the dashboard left half
 * full goes on.
 */
export async function writePoints(transaction: Prisma.TransactionClient, rows: readonly PointRow[]): Promise<void> {
	if (rows.length === 0) return;
	await transaction.$executeRaw`
		INSERT INTO "HistoryPoint" ("daemon", "metric", "resolution", "at", "count", "min", "sum", "max")
		SELECT "value"->>0, "value"->>1, "value"->>2, "value"->>3, "value"->>4, "value"->>5, "value"->>6, "value"->>7
		FROM json_each(${JSON.stringify(rows)}) WHERE true
		ON CONFLICT DO UPDATE SET
			"count" = "count" + excluded."count",
			"min" = min("min", excluded."min"),
			"sum" = "sum" + excluded."sum",
			"max" = max("max", excluded."max")`;
}
