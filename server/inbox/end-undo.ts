import type { Database } from "../db/open.ts";

/**
 * Closes the time to undo of answers whose time is over. They count as handed out by the clock alone; this makes it a
 * change of the database, so that whoever follows it looks again in that moment.
 * @returns how many
 * @throws NightshiftError `database-unavailable`
 */
export async function endUndo(db: Database, now: Date): Promise<number> {
	const where = { undoUntil: { lte: now } };
	// Without the write lock first: most of the time there is nothing to do.
	if (!(await db.read((prisma) => prisma.question.findFirst({ where, select: { id: true } })))) return 0;
	return db.write(async (transaction) => {
		const { count } = await transaction.question.updateMany({ where, data: { undoUntil: null } });
		return count;
	});
}
