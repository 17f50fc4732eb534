import type { Question } from "../contract/question.ts";
import type { Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { settle } from "./answer-question.ts";
import { answerInWords } from "./check-answer.ts";
import { toQuestion } from "./question-row.ts";

/** Few at a time, so that the write lock is soon free again. */
const BATCH = 20;

/**
 * Settles the pending questions whose deadline passes at or before `now` (their `firesAt`) and that said what is to happen then: `default`
 * gives their default as the answer, `skip` leaves them without one. Both are marked `defaulted`, by `default`: nobody
 * refused anything. Those that `wait` do so for ever.
 * @returns the questions settled by this call; another process that does the same at once settles none of them again
 */
export async function applyDeadlines(db: Database, now: Date): Promise<Question[]> {
	const where = { status: "pending", firesAt: { lte: now }, onDeadline: { in: ["default", "skip"] } };
	const settled: Question[] = [];
	// Looked up without the write lock first: most of the time there is nothing to do.
	while (await db.read((prisma) => prisma.question.findFirst({ where, select: { id: true } }))) {
		const batch = await db.write(async (transaction) => {
			const due = await transaction.question.findMany({ where, orderBy: { id: "asc" }, take: BATCH });
			const questions: Question[] = [];
			for (const row of due) questions.push(await settle(transaction, row, settlementOf(row, now)));
			return questions;
		});
		settled.push(...batch);
	}
	return settled;
}

function settlementOf(row: Row, now: Date): Parameters<typeof settle>[2] {
	const question = toQuestion(row);
	const answer = question.onDeadline === "default" ? question.default : null;
	const outcome = answer === null ? "skipped, nobody had answered" : answerInWords(question, answer);
	return {
		status: "defaulted",
		answer,
		answeredBy: "default",
		answeredAt: now,
		comment: null,
		keys: [],
		record: `${question.ticket} was decided by default at its deadline: ${outcome}`,
	};
}
