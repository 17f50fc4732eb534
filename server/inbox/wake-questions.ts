import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";

/**
 * Brings back the pending questions that were put off or held until `now` or before: all of one digest at once, however
 * many they are.
 * @returns how many
 * @throws NightshiftError `database-unavailable`
 */
export async function wakeQuestions(db: Database, now: Date): Promise<number> {
	const where = { status: "pending", OR: [{ snoozedUntil: { lte: now } }, { heldUntil: { lte: now } }] };
	// Without the write lock first: most of the time there is nothing to do.
	if (!(await db.read((prisma) => prisma.question.findFirst({ where, select: { id: true } })))) return 0;
	return db.write(async (transaction) => {
		const rows = await transaction.question.findMany({
			where,
			orderBy: { id: "asc" },
			select: { id: true, version: true, heldUntil: true },
		});
		await transaction.questionEvent.createMany({
			data: rows.map(({ id, version, heldUntil }) => ({
				questionId: id,
				at: now,
				kind: "woken",
				by: "default",
				version: version + 1,
				detail: heldUntil ? { reason: "with the digest" } : Prisma.DbNull,
			})),
		});
		const data = { snoozedUntil: null, heldUntil: null, version: { increment: 1 } };
		await transaction.question.updateMany({ where, data });
		return rows.length;
	});
}
