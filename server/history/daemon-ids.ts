import type { Prisma } from "../db/generated/client.ts";

/** The numbers under which daemons are kept. Makes those that are missing. */
export async function daemonIds(
	transaction: Prisma.TransactionClient,
	names: readonly string[],
): Promise<Map<string, number>> {
	const wanted = JSON.stringify(names);
	await transaction.$executeRaw`
		INSERT INTO "HistoryDaemon" ("name")
		SELECT "value" FROM json_each(${wanted}) WHERE "value" NOT IN (SELECT "name" FROM "HistoryDaemon")`;
	const rows = await transaction.$queryRaw<{ id: bigint; name: string }[]>`
		SELECT "id", "name" FROM "HistoryDaemon" WHERE "name" IN (SELECT "value" FROM json_each(${wanted}))`;
	return new Map(rows.map(({ id, name }) => [name, Number(id)]));
}

/** The number of one daemon, or null when nothing was ever kept of it. */
export async function findDaemonId(client: Prisma.TransactionClient, name: string): Promise<number | null> {
	const rows = await client.$queryRaw<{ id: bigint }[]>`SELECT "id" FROM "HistoryDaemon" WHERE "name" = ${name}`;
	return rows[0] ? Number(rows[0].id) : null;
}
