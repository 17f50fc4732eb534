import type { Prisma } from "../db/generated/client.ts";
import type { End } from "./end.ts";

/** A row of HistoryEnd as the database hands it out. */
export type EndRow = Omit<End, "at" | "ranMs"> & { at: bigint; ranMs: bigint | null };

export function endOfRow({ at, ranMs, count, cause, asked, instance, code, signal, forced, decision }: EndRow): End {
	const ran = ranMs === null ? null : Number(ranMs);
	return { at: Number(at), count, cause, asked, instance, code, signal, forced, ranMs: ran, decision };
}

/** The newest ends of a daemon within a range (unix milliseconds), newest first. */
export async function readLatestEnds(
	client: Prisma.TransactionClient,
	daemon: number,
	{ from, to }: { from: number; to: number },
	most: number,
): Promise<End[]> {
	const rows = await client.$queryRaw<EndRow[]>`
		SELECT * FROM "HistoryEnd" WHERE "daemon" = ${daemon} AND "at" >= ${from} AND "at" < ${to}
		ORDER BY "at" DESC, "id" DESC LIMIT ${most}`;
	return rows.map(endOfRow);
}
