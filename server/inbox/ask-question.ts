import { NightshiftError } from "../contract/errors.ts";
import type { NewQuestion, Question } from "../contract/question.ts";
import { Prisma, type Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { checkAttachments, keepAttachments } from "./attachments.ts";
import { checkQuestion } from "./check-question.ts";
import { readPerson } from "./person.ts";
import { firesAt, nextDigest } from "./person-time.ts";
import { toQuestion } from "./question-row.ts";
import { appendActivity } from "./record-activity.ts";
import { ticketOf } from "./ticket.ts";
import { appendEvent } from "./trail.ts";

/** A deadline may have passed for so long: clocks differ, and a request may have been on its way. */
const TOLERANCE_MS = 60_000;
/** An asker that asks again and again is on the trail no more often than this. */
const AGAIN_EVERY_MS = 3_600_000;

/**
 * Puts a question in the inbox; it is durable when this resolves. With a `key`, asking again is the same ticket for ever,
 * whatever became of it and whatever else was sent, so an asker that was killed simply asks again.
 *
 * What is not urgent and blocks nothing is held back for the next digest, unless its deadline passes before that.
 * @throws NightshiftError `invalid-question`, `database-unavailable`
 */
export async function askQuestion(db: Database, input: NewQuestion): Promise<Question> {
	const question = checkQuestion(input);
	const files = checkAttachments(input.attachments ?? []);
	const { scope, key } = question;
	return db.write(async (transaction) => {
		const now = new Date();
		if (key !== null) {
			const known = await transaction.question.findUnique({ where: { scope_key: { scope, key } } });
			if (known) return askAgain(transaction, known, now);
		}
		if (question.deadlineAt && question.deadlineAt.getTime() < now.getTime() - TOLERANCE_MS) {
			throw expired(question.deadlineAt);
		}
		const person = await readPerson(transaction);
		const fires = question.deadlineAt && firesAt(now, question.deadlineAt, person);
		const digest = question.urgency === "low" && !question.blocking ? nextDigest(now, person) : null;
		const row = await transaction.question.create({
			data: {
				...question,
				options: question.options as unknown as Prisma.InputJsonArray,
				schema: question.schema ?? Prisma.DbNull,
				default: question.default ?? Prisma.DbNull,
				createdAt: now,
				firesAt: fires,
				heldUntil: digest && fires && fires <= digest ? null : digest,
			},
		});
		await appendEvent(transaction, row, { kind: "asked", by: "asker", at: now });
		await appendActivity(transaction, {
			kind: "question",
			title: `Asked ${ticketOf(row.id)}: ${row.title}`,
			ticket: ticketOf(row.id),
			daemon: row.daemon,
			task: row.task,
		});
		return toQuestion(files.length > 0 ? await keepAttachments(transaction, row.id, files) : row);
	});
}

async function askAgain(transaction: Prisma.TransactionClient, { id }: Row, now: Date): Promise<Question> {
	const row = await transaction.question.update({ where: { id }, data: { asked: { increment: 1 } } });
	const last = await transaction.questionEvent.findFirst({ where: { questionId: id }, orderBy: { id: "desc" } });
	if (last?.kind !== "asked-again" || now.getTime() - last.at.getTime() >= AGAIN_EVERY_MS) {
		await appendEvent(transaction, row, { kind: "asked-again", by: "asker", at: now, detail: { asked: row.asked } });
	}
	return toQuestion(row);
}

function expired(deadlineAt: Date): NightshiftError {
	const sentence = `The question was not asked: its deadline has passed already (${deadlineAt.toISOString()}); give a later one, or none.`;
	return new NightshiftError("invalid-question", sentence);
}
