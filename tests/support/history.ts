import type { Database } from "../../server/db/open.ts";
import { Backlog, type Batch, type Part } from "../../server/history/backlog.ts";
import { daemonIds } from "../../server/history/daemon-ids.ts";
import type { Span } from "../../server/history/span.ts";
import { writeBatch } from "../../server/history/write-batch.ts";

export const DAEMON = "worker";

/** A batch of one daemon, with what the test says. */
export function batchOf(part: Partial<Part>, name = DAEMON): Batch {
	return new Map([[name, { samples: [], spans: [], survivals: [], starts: [], ends: [], lastEnd: null, ...part }]]);
}

/** Writes things of one daemon as the recorder does, in as many transactions as it takes. */
export async function record(database: Database, part: Partial<Part>, name = DAEMON): Promise<void> {
	const backlog = new Backlog();
	backlog.putBack(batchOf(part, name));
	for (let batch = backlog.take(); batch; batch = backlog.take()) await writeBatch(database, batch);
}

/** The number of a daemon, made when it has none. */
export async function idOf(database: Database, name = DAEMON): Promise<number> {
	const ids = await database.write((transaction) => daemonIds(transaction, [name]));
	return ids.get(name) ?? 0;
}

/** What is in the database of one daemon, as plain numbers. */
export async function points(database: Database, name = DAEMON) {
	const rows = await database.prisma.$queryRaw<Record<string, bigint | number>[]>`
		SELECT "metric", "resolution", "at", "count", "min", "sum", "max" FROM "HistoryPoint"
		WHERE "daemon" = (SELECT "id" FROM "HistoryDaemon" WHERE "name" = ${name}) ORDER BY 1, 2, 3`;
	return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])));
}

export async function spans(database: Database, name = DAEMON): Promise<Span[]> {
	const rows = await database.prisma.$queryRaw<(Span & { from: bigint; to: bigint })[]>`
		SELECT "from", "to", "desired", "phase", "health" FROM "HistorySpan"
		WHERE "daemon" = (SELECT "id" FROM "HistoryDaemon" WHERE "name" = ${name}) ORDER BY 1`;
	return rows.map((row) => ({ ...row, from: Number(row.from), to: Number(row.to) }));
}
