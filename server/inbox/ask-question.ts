import type { NewQuestion, Question } from "../contract/question.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { checkQuestion } from "./check-question.ts";
import { toQuestion } from "./question-row.ts";
import { appendActivity } from "./record-activity.ts";
import { ticketOf } from "./ticket.ts";

/**
 * Puts a question in the inbox; it is durable when this resolves. With a `key`, asking again is the same ticket for ever,
 * whatever became of it and whatever else was sent, so an asker that was killed simply asks again.
 * @throws NightshiftError `invalid-question`, `database-unavailable`
 */
export async function askQuestion(db: Database, input: NewQuestion): Promise<Question> {
	const question = checkQuestion(input);
	const { scope, key } = question;
	return db.write(async (transaction) => {
		if (key !== null) {
			const known = await transaction.question.findUnique({ where: { scope_key: { scope, key } } });
			if (known) return toQuestion(known);
		}
		const row = await transaction.question.create({
			data: {
				...question,
				options: question.options as unknown as Prisma.InputJsonArray,
				schema: question.schema ?? Prisma.DbNull,
				default: question.default ?? Prisma.DbNull,
				createdAt: new Date(),
				firesAt: question.deadlineAt,
			},
		});
		await appendActivity(transaction, {
			kind: "question",
			title: `Asked ${ticketOf(row.id)}: ${row.title}`,
			ticket: ticketOf(row.id),
			daemon: row.daemon,
			task: row.task,
		});
		return toQuestion(row);
	});
}
