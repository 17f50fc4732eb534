import type { Database } from "../../db/open.ts";
import { sqlTime } from "../sql-time.ts";

/** Entries are written in the order of their times, but for those that had to wait for the database. */
const SLACK_MS = 10 * 60_000;

/**
 * An id in the activity feed below which there is nothing of a daemon from a moment on. The feed has no index by time; ids
 * grow with it, so this is found by halving.
 */
export async function firstIdSince(db: Database, daemon: string, since: Date): Promise<number> {
	const from = sqlTime(since.getTime() - SLACK_MS);
	return db.read(async (prisma) => {
		const [end] = await prisma.$queryRaw<{ id: number | bigint | null }[]>`
			SELECT max("id") AS "id" FROM "Activity" WHERE "daemon" = ${daemon}`;
		let low = 0;
		let high = Number(end?.id ?? 0);
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			const [row] = await prisma.$queryRaw<{ id: number | bigint; at: string }[]>`
				SELECT "id", "at" FROM "Activity" WHERE "daemon" = ${daemon} AND "id" >= ${middle} ORDER BY "id" LIMIT 1`;
			if (row && row.at < from) low = Number(row.id) + 1;
			else high = middle;
		}
		return low;
	});
}
