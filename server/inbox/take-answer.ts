import type { Question } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { toQuestion } from "./question-row.ts";
import { findRow, getQuestion } from "./read-question.ts";

/**
 * Hands the answer to the asker, exactly once: of any number of takers one gets the question, settled in whatever way, and
 * from then on its answer cannot be amended. Null while it is pending, and for those who come after the one. An asker
 * that was killed after it took the answer has not lost it: `getQuestion`, or asking with the same key, still tells it.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export async function takeAnswer(db: Database, ticket: string): Promise<Question | null> {
	// Without the write lock first: askers look more often than there is something to take.
	if ((await getQuestion(db, ticket)).status === "pending") return null;
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		if (row.deliveredAt) return null;
		return toQuestion(await transaction.question.update({ where: { id: row.id }, data: { deliveredAt: new Date() } }));
	});
}
