import type { Question } from "../contract/question.ts";
import { Prisma, type Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { versionConflict } from "./answer-question.ts";
import { answerInWords } from "./check-answer.ts";
import { readPerson } from "./person.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { appendActivity } from "./record-activity.ts";
import { graceAfterUndo } from "./reschedule.ts";
import { alreadyAnswered, alreadyWithdrawn } from "./settled.ts";
import { appendEvent, sleepBefore } from "./trail.ts";

/**
 * Takes a person's answer back, as long as the asker does not have it: the question is pending as before. Of an undo and
 * an asker at the same moment one is first, and the other is told so. Undoing what is pending changes nothing, so it can
 * be tried again. An idempotency key of the answer that was undone stays used: a late retry does not bring it back.
 *
 * One that was put off or held when it was answered sleeps on, unless that moment has passed. Where a deadline decides, it
 * passes no sooner than a while after the undo: what was taken back is to be answered anew, not decided over the person.
 * @throws NightshiftError `already-answered` when the asker has it or no person gave it, `already-withdrawn`,
 *   `version-conflict`, `unknown-question`, `database-unavailable`
 */
export async function undoAnswer(
	db: Database,
	ticket: string,
	{ version }: { version?: number | null } = {},
): Promise<Question> {
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		const before = toQuestion(row);
		if (before.status === "pending") return before;
		if (before.status === "withdrawn") throw alreadyWithdrawn(before);
		if (row.deliveredAt) {
			throw alreadyAnswered(before, ` and taken by the asker at ${before.deliveredAt}, so it can no longer be undone`);
		}
		if (before.answeredBy !== "human") throw alreadyAnswered(before, "; answer it with --amend to decide otherwise");
		if (version && version !== before.version) throw versionConflict(before, version);
		const now = new Date();
		const undone = await transaction.question.update({
			where: { id: row.id },
			data: {
				status: "pending",
				answer: Prisma.DbNull,
				comment: null,
				answeredBy: null,
				answeredAt: null,
				undoUntil: null,
				...(await sleepBefore(transaction, row.id, now)),
				firesAt: await firesAfterUndo(transaction, row, now),
				version: row.version + 1,
			},
		});
		const { answer, comment } = before;
		await appendEvent(transaction, undone, {
			kind: "undone",
			by: "human",
			at: now,
			detail: { answer, comment },
		});
		const question = toQuestion(undone);
		await appendActivity(transaction, {
			kind: "question",
			title: `Took back the answer to ${question.ticket}: ${answerInWords(before, answer)}`,
			ticket: question.ticket,
			daemon: question.daemon,
			task: question.task,
			outcome: "cancelled",
		});
		return question;
	});
}

/** When the deadline passes of what is undone now. */
async function firesAfterUndo(transaction: Prisma.TransactionClient, row: Row, now: Date): Promise<Date | null> {
	if (row.firesAt === null || row.onDeadline === "wait") return row.firesAt;
	const least = now.getTime() + graceAfterUndo(await readPerson(transaction));
	return new Date(Math.max(row.firesAt.getTime(), least));
}
