import type { KnownHistory } from "../contract/history.ts";
import type { Database } from "../db/open.ts";

/** The daemons of which there is a history, also those that config.json has no more, and those that have none yet. */
export async function listHistories(database: Database, configured: readonly string[]): Promise<KnownHistory[]> {
	const rows = await database.read(
		(prisma) => prisma.$queryRaw<{ name: string; first: bigint | null; last: bigint | null }[]>`
			SELECT "name",
				(SELECT min("from") FROM "HistorySpan" WHERE "daemon" = "id") AS "first",
				(SELECT "to" FROM "HistorySpan" WHERE "daemon" = "id" ORDER BY "from" DESC LIMIT 1) AS "last"
			FROM "HistoryDaemon" ORDER BY "name"`,
	);
	const known = new Map(rows.map((row) => [row.name, row]));
	const removed = rows.map(({ name }) => name).filter((name) => !configured.includes(name));
	return [...configured, ...removed].map((name) => ({
		name,
		configured: configured.includes(name),
		first: iso(known.get(name)?.first),
		last: iso(known.get(name)?.last),
	}));
}

function iso(at: bigint | null | undefined): string | null {
	return at === null || at === undefined ? null : new Date(Number(at)).toISOString();
}
