import type { Prisma } from "../db/generated/client.ts";
import type { Span } from "./span.ts";

type Packed = [from: number, to: number, desired: Span["desired"], phase: Span["phase"], health: Span["health"]];

/** What is known of a daemon's state from `from` to `to` (unix milliseconds), in order, cut at both ends. */
export async function readSpans(
	client: Prisma.TransactionClient,
	daemon: number,
	{ from, to }: { from: number; to: number },
): Promise<Span[]> {
	// As one text: Prisma would take longer to make objects of many rows than SQLite takes to find them.
	const [row] = await client.$queryRaw<{ spans: string }[]>`
		SELECT json_group_array(json_array("from", "to", "desired", "phase", "health")) AS "spans" FROM (
			SELECT * FROM "HistorySpan"
			WHERE "daemon" = ${daemon} AND "from" < ${to} AND "to" > ${from} AND "from" >= (
				SELECT coalesce(max("from"), 0) FROM "HistorySpan" WHERE "daemon" = ${daemon} AND "from" <= ${from})
			ORDER BY "from")`;
	const packed = JSON.parse(row?.spans ?? "[]") as Packed[];
	return packed.map(([begin, end, desired, phase, health]) => ({
		from: Math.max(begin, from),
		to: Math.min(end, to),
		desired,
		phase,
		health,
	}));
}
