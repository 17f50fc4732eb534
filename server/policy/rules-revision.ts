import type { Database } from "../db/open.ts";

/**
 * Another text when a rule was made, used or revoked. Cheap: it is asked for after every commit of any process. What
 * only the dashboard changes (a rule's end, pattern and note) it does not tell.
 */
export async function rulesRevision(db: Database): Promise<string> {
	const { _count, _max, _sum } = await db.read((prisma) =>
		prisma.rule.aggregate({ _count: { _all: true, revokedAt: true }, _max: { id: true }, _sum: { uses: true } }),
	);
	return [_count._all, _count.revokedAt, _max.id, _sum.uses].join(" ");
}
