import type { Question } from "../contract/question.ts";
import type { Prisma, Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { isHandedOut } from "./handed-out.ts";
import { toQuestion } from "./question-row.ts";
import { findRow, getQuestion } from "./read-question.ts";
import { appendEvent } from "./trail.ts";

/**
 * Hands the answer to the asker, exactly once: of any number of takers one gets the question, settled in whatever way, and
 * from then on its answer cannot be amended or undone. Null while it is pending or can still be undone, and for those who
 * come after the one. An asker that was killed after it took the answer has not lost it: `getQuestion`, or asking with the
 * same key, still tells it.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export async function takeAnswer(db: Database, ticket: string): Promise<Question | null> {
	// Without the write lock first: askers look more often than there is something to take.
	if (!isHandedOut(await getQuestion(db, ticket))) return null;
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		if (row.deliveredAt || !isHandedOut(toQuestion(row))) return null;
		return toQuestion(await handOut(transaction, row.id, new Date()));
	});
}

/**
 * The answer for its one asker, who may have taken it in an earlier life: handed out now, or as it was handed out then.
 * Null as long as there is none to act on, also when it was undone in this very moment.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export async function receiveAnswer(db: Database, ticket: string): Promise<Question | null> {
	const taken = await takeAnswer(db, ticket);
	if (taken) return taken;
	const question = await getQuestion(db, ticket);
	return question.deliveredAt === null ? null : question;
}

/** Notes that the asker has the answer; nothing is checked any more. */
export async function handOut(transaction: Prisma.TransactionClient, id: number, now: Date): Promise<Row> {
	const row = await transaction.question.update({ where: { id }, data: { deliveredAt: now } });
	await appendEvent(transaction, row, { kind: "delivered", by: "asker", at: now });
	return row;
}
