import { daemonNameSchema } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import { type LateAnswer, lateAnswerSchema, type Question } from "../contract/question.ts";
import type { Prisma, Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { clip, oneLine } from "../text/cut.ts";
import { answerInWords, isSameAnswer, problemWithAnswer } from "./check-answer.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { appendActivity } from "./record-activity.ts";
import { acceptCommand } from "./send-command.ts";
import { alreadyAnswered, alreadyWithdrawn } from "./settled.ts";
import { inSentence, wellFormed } from "./text.ts";
import { commandIdOf } from "./ticket.ts";
import { appendEvent } from "./trail.ts";

/**
 * What the person says after a default, or a rule of theirs, had decided and the asker has acted on it. `keep` is only
 * noted; `redo` also leaves a command for the daemon that says what was decided, what is wanted instead, and to undo what
 * followed. Once for all: the same again, or the same idempotency key, changes nothing and sends nothing again. A `keep`
 * may still become a `redo`.
 * @throws NightshiftError `version-conflict` while nothing was acted on (answer or amend it), `already-answered` when a
 *   person decided, or something else was said late; `invalid-answer`; `invalid-command` to redo what no daemon asked;
 *   `already-withdrawn`, `unknown-question`, `database-unavailable`
 */
export async function answerLate(db: Database, ticket: string, late: LateAnswer): Promise<Question> {
	const { answer, comment = null, choice, idempotencyKey } = checkLate(late);
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		const question = toQuestion(row);
		const keys = row.answerKeys as string[];
		if (idempotencyKey && keys.includes(idempotencyKey)) return question;
		if (question.late) {
			const isSame = isSameAnswer(question.kind, question.late.answer, answer);
			if (isSame && question.late.choice === choice) return question;
			if (question.late.choice === "redo") throw alreadySaid(question);
		} else {
			checkTime(question);
		}
		const problem = problemWithAnswer(question, answer);
		if (problem) throw new NightshiftError("invalid-answer", `${question.ticket} was not answered: ${problem}.`);
		const command = choice === "redo" ? await tellToRedo(transaction, question, { answer, comment }) : null;
		return keep(transaction, row, { answer, comment, choice, command, idempotencyKey });
	});
}

async function keep(
	transaction: Prisma.TransactionClient,
	row: Row,
	late: LateAnswer & { command: string | null },
): Promise<Question> {
	const { answer, comment = null, choice, command, idempotencyKey } = late;
	const at = new Date();
	const keys = row.answerKeys as string[];
	const said = await transaction.question.update({
		where: { id: row.id },
		data: {
			lateAnswer: answer as Prisma.InputJsonValue,
			lateComment: comment,
			lateChoice: choice,
			lateAt: at,
			answerKeys: idempotencyKey ? [...keys, idempotencyKey] : keys,
			version: row.version + 1,
		},
	});
	await appendEvent(transaction, said, { kind: "late", by: "human", at, detail: { answer, comment, choice, command } });
	const question = toQuestion(said);
	const words = answerInWords(question, answer);
	await appendActivity(transaction, {
		kind: "question",
		title: `Said late about ${question.ticket}: ${words}${choice === "redo" ? `, to be done again (${command})` : ", what was done stays"}`,
		detail: comment,
		ticket: question.ticket,
		daemon: question.daemon,
		task: question.task,
		outcome: "ok",
	});
	return question;
}

/** @returns the receipt of the command */
async function tellToRedo(
	transaction: Prisma.TransactionClient,
	question: Question,
	{ answer, comment }: { answer: Question["answer"]; comment: string | null },
): Promise<string> {
	const { ticket, daemon, title, task, answeredAt } = question;
	if (daemon === null || !daemonNameSchema.safeParse(daemon).success) {
		const sentence = `${ticket} was not asked by a daemon, so nobody can be told to do it again; keep what was done, or tell whoever asked.`;
		throw new NightshiftError("invalid-command", sentence);
	}
	const who = question.answeredBy === "policy" ? "by a rule" : "by default, because nobody had answered";
	const decided =
		question.answer === null ? "skipped" : `decided as ${quoted(answerInWords(question, question.answer))}`;
	const text = [
		// On one line, whatever was asked: by it the developer knows what the command is.
		`About ${ticket}${task ? ` (${oneLine(task, MAX_TITLE)})` : ""}: ${quoted(oneLine(title, MAX_TITLE))}.`,
		`It was ${decided} ${who}, at ${answeredAt}.`,
		`What is wanted instead: ${quoted(answerInWords(question, answer))}.`,
		...(comment ? [comment] : []),
		"Undo what followed from the earlier decision, as far as it was done, and do it again by this one. Say what cannot be undone.",
	].join("\n");
	const sent = { text: clip(text, MAX_COMMAND), when: "checkpoint" } as const;
	return commandIdOf((await acceptCommand(transaction, daemon, sent)).id);
}

const MAX_COMMAND = 100_000;
const MAX_TITLE = 2_000;

function quoted(words: string): string {
	return `“${words}”`;
}

function checkTime(question: Question): void {
	const { ticket, status, answeredBy, deliveredAt } = question;
	if (status === "withdrawn") throw alreadyWithdrawn(question);
	if (status === "pending") {
		throw new NightshiftError("version-conflict", `${ticket} is still open; answer it, it is not too late.`, {
			ticket,
		});
	}
	if (answeredBy === "human") throw alreadyAnswered(question);
	if (deliveredAt === null) {
		const sentence = `Nobody has acted on the answer to ${ticket} yet; change it with "amend", then nothing has to be undone.`;
		throw new NightshiftError("version-conflict", sentence, { ticket });
	}
}

function alreadySaid({ ticket, late, ...rest }: Question): NightshiftError {
	const words = answerInWords(rest, late?.answer ?? null);
	const sentence = `It was already said at ${late?.at} that ${ticket} is to be done again by ${quoted(words.slice(0, 200))}; tell the daemon anything more.`;
	return new NightshiftError("already-answered", sentence, { ticket, late });
}

function checkLate(late: LateAnswer): LateAnswer {
	if (isTooDeep(late)) throw new NightshiftError("invalid-answer", `Nothing was said: ${TOO_DEEP}.`);
	const parsed = lateAnswerSchema.safeParse(wellFormed(late));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const where = issue?.path[0]?.toString() ?? "request";
	const sentence = `Nothing was said: the ${where} is wrong (${inSentence(issue?.message ?? "not an answer")}).`;
	throw new NightshiftError("invalid-answer", sentence);
}
