import type { QuestionRecord } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { toMessage } from "./thread.ts";
import { toTrail } from "./trail.ts";

/** The latest of each; a question has more only when something writes to it without end. */
const LATEST = 1_000;

/**
 * All there is about one question: itself, its thread and its audit trail.
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export function readRecord(db: Database, ticket: string): Promise<QuestionRecord> {
	return db.read(async (prisma) => {
		const row = await findRow(prisma, ticket);
		const latest = { where: { questionId: row.id }, orderBy: { id: "desc" }, take: LATEST } as const;
		const messages = await prisma.message.findMany(latest);
		const events = await prisma.questionEvent.findMany(latest);
		const question = toQuestion(row);
		return { question, thread: messages.reverse().map(toMessage), trail: toTrail(question, events.reverse()) };
	});
}
