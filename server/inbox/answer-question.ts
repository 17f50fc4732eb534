import { NightshiftError } from "../contract/errors.ts";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import { type AnswerRequest, answerRequestSchema, type Question } from "../contract/question.ts";
import type { Prisma, Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { type Answer, answerInWords, isSameAnswer, problemWithAnswer } from "./check-answer.ts";
import { readPerson } from "./person.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { appendActivity } from "./record-activity.ts";
import { alreadyAnswered, alreadyWithdrawn } from "./settled.ts";
import { inSentence, wellFormed } from "./text.ts";
import { appendEvent } from "./trail.ts";

/**
 * Answers a question, exactly once whoever else is at it. The first answer wins; the same answer again, or the same
 * `idempotencyKey`, changes nothing and returns the question as it is. `amend` replaces an answer (also a default's) until
 * the asker has taken it. `undoable` hands it out only after the person's time to undo (see `undoAnswer`).
 * @throws NightshiftError `invalid-answer` (the question stays pending), `already-answered` (who answered what and when is
 *   in the sentence and in `details`), `already-withdrawn`, `version-conflict` (only while pending), `unknown-question`,
 *   `database-unavailable`
 */
export async function answerQuestion(
	db: Database,
	ticket: string,
	request: AnswerRequest,
	by: NonNullable<Question["answeredBy"]> = "human",
): Promise<Question> {
	const { answer, comment, version, idempotencyKey, amend, undoable } = checkRequest(request);
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		const question = toQuestion(row);
		const keys = row.answerKeys as string[];
		if (idempotencyKey && keys.includes(idempotencyKey)) return question;

		if (question.status === "withdrawn") throw alreadyWithdrawn(question);
		if (question.status === "pending") {
			if (version && version !== question.version) throw versionConflict(question, version);
		} else {
			const same = isSameAnswer(question.kind, question.answer, answer);
			if (same && (!amend || !comment || comment === question.comment)) return question;
			if (!amend) throw alreadyAnswered(question);
			if (row.deliveredAt) throw tooLate(question, row.deliveredAt);
		}
		const problem = problemWithAnswer(question, answer);
		if (problem) throw invalidAnswer(question, problem);

		const now = new Date();
		const undoMs = undoable ? (await readPerson(transaction)).undoMs : 0;
		return settle(transaction, row, {
			status: by === "default" ? "defaulted" : "answered",
			answer,
			answeredBy: by,
			answeredAt: now,
			undoUntil: undoMs > 0 ? new Date(now.getTime() + undoMs) : null,
			comment: comment ?? null,
			keys: idempotencyKey ? [...keys, idempotencyKey] : keys,
			record: recordOf(question, answer, by),
		});
	});
}

interface Settlement {
	status: "answered" | "defaulted";
	answer: Answer;
	answeredBy: NonNullable<Question["answeredBy"]>;
	answeredAt: Date;
	comment: string | null;
	/** Null or left out: it is handed out at once. */
	undoUntil?: Date | null;
	keys: string[];
	/** What the activity feed says. */
	record: string;
}

/** Writes an answer, its place on the trail and its record; nothing is checked any more. */
export async function settle(
	transaction: Prisma.TransactionClient,
	row: Row,
	{ answer, keys, record, undoUntil = null, ...columns }: Settlement,
): Promise<Question> {
	const settled = await transaction.question.update({
		where: { id: row.id },
		data: {
			...columns,
			undoUntil,
			// It is off the person's table: nothing is to wake. Until when it slept is on the trail, for an undo.
			snoozedUntil: null,
			heldUntil: null,
			// A question skipped at its deadline has no answer: the column then stays empty.
			...(answer !== null && { answer: answer as Prisma.InputJsonValue }),
			answerKeys: keys,
			version: row.version + 1,
		},
	});
	const { status, answeredBy, answeredAt, comment } = columns;
	const { snoozedUntil, heldUntil } = row;
	await appendEvent(transaction, settled, {
		kind: row.status !== "pending" ? "amended" : status,
		by: answeredBy,
		at: answeredAt,
		detail: {
			answer,
			comment,
			...(snoozedUntil && { snoozedUntil: snoozedUntil.toISOString() }),
			...(heldUntil && { heldUntil: heldUntil.toISOString() }),
		},
	});
	const question = toQuestion(settled);
	await appendActivity(transaction, {
		kind: "question",
		title: record,
		detail: columns.comment,
		ticket: question.ticket,
		daemon: question.daemon,
		task: question.task,
		outcome: "ok",
	});
	return question;
}

function recordOf(question: Question, answer: Answer, by: NonNullable<Question["answeredBy"]>): string {
	const words = answerInWords(question, answer);
	if (by === "default") return `${question.ticket} was decided by default: ${words}`;
	const verb = question.status === "pending" ? "Answered" : "Changed the answer to";
	return `${verb} ${question.ticket}${by === "policy" ? " by policy" : ""}: ${words}`;
}

function checkRequest(request: AnswerRequest): AnswerRequest {
	if (isTooDeep(request)) throw new NightshiftError("invalid-answer", `Nothing was answered: ${TOO_DEEP}.`);
	const parsed = answerRequestSchema.safeParse(wellFormed(request));
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	const sentence = `Nothing was answered: the ${issue?.path[0]?.toString() ?? "request"} is wrong (${inSentence(issue?.message ?? "not an answer")}).`;
	throw new NightshiftError("invalid-answer", sentence);
}

export function versionConflict({ ticket, version }: Question, seen: number): NightshiftError {
	const sentence = `${ticket} has changed since you saw it (it is at version ${version}, you sent ${seen}); look at it again, then answer.`;
	return new NightshiftError("version-conflict", sentence, { ticket, version });
}

function invalidAnswer({ ticket, kind, options }: Question, problem: string): NightshiftError {
	const details = { ticket, kind, options: options.map(({ id }) => id) };
	return new NightshiftError("invalid-answer", `${ticket} was not answered: ${problem}.`, details);
}

function tooLate(question: Question, takenAt: Date): NightshiftError {
	return alreadyAnswered(
		question,
		` and taken by the asker at ${takenAt.toISOString()}, so it can no longer be changed`,
	);
}
