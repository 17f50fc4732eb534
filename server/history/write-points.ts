import { METRICS } from "../contract/history.ts";
import type { VitalSample } from "../contract/state.ts";
import type { Prisma } from "../db/generated/client.ts";
import { rollUp } from "./roll-up.ts";

/**
 * Adds samples to the buckets of every tier, those of all daemons in one statement. What is there already is added to:
 * a bucket that another run of the dashboard left half full goes on.
 *
 * @param samples by the daemon's number
 */
export async function writePoints(
	transaction: Prisma.TransactionClient,
	samples: ReadonlyMap<number, readonly VitalSample[]>,
): Promise<void> {
	const rows = [...samples].flatMap(([daemon, some]) => rowsOf(daemon, some));
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

function rowsOf(daemon: number, samples: readonly VitalSample[]): number[][] {
	return METRICS.flatMap((metric, index) =>
		[...rollUp(samples, metric)].flatMap(([resolution, buckets]) =>
			buckets.map(({ at, count, min, sum, max }) => [daemon, index, resolution, at, count, min, sum, max]),
		),
	);
}
