import type { Question, QuestionEvent } from "../contract/question.ts";
import { Prisma, type QuestionEvent as Row } from "../db/generated/client.ts";
import { oneLine } from "../text/cut.ts";
import { answerInWords } from "./check-answer.ts";

/** What a trail keeps beside who and when; each kind of event uses some of it. */
interface EventDetail {
	answer?: Question["answer"];
	comment?: string | null;
	reason?: string | null;
	/** When it comes back. */
	until?: string | null;
	/** How many times it was asked. */
	asked?: number;
	/** Of a late answer. */
	choice?: "keep" | "redo";
	/** The command that was sent because of it: C-5. */
	command?: string | null;
	/** Of an answer: until when the question would have slept without it. */
	snoozedUntil?: string;
	heldUntil?: string;
}

interface NewEvent {
	kind: QuestionEvent["kind"];
	by: QuestionEvent["by"];
	at: Date;
	detail?: EventDetail;
}

const MAX_WORDS = 300;

/** Adds to a question's audit trail, in the transaction that changes it: what is not on the trail did not happen. */
export async function appendEvent(
	transaction: Prisma.TransactionClient,
	question: { id: number; version: number },
	{ detail, ...event }: NewEvent,
): Promise<void> {
	const data = { ...event, questionId: question.id, version: question.version };
	await transaction.questionEvent.create({
		data: { ...data, detail: detail ? (detail as Prisma.InputJsonObject) : Prisma.DbNull },
	});
}

/** Until when a question slept as it was answered last, of what is still to come at `now`. */
export async function sleepBefore(
	transaction: Prisma.TransactionClient,
	questionId: number,
	now: Date,
): Promise<{ snoozedUntil: Date | null; heldUntil: Date | null }> {
	const where = { questionId, kind: { in: ["answered", "defaulted"] } };
	const answered = await transaction.questionEvent.findFirst({ where, orderBy: { id: "desc" } });
	const { snoozedUntil, heldUntil } = (answered?.detail ?? {}) as EventDetail;
	const toCome = (moment?: string) => (moment && Date.parse(moment) > now.getTime() ? new Date(moment) : null);
	return { snoozedUntil: toCome(snoozedUntil), heldUntil: toCome(heldUntil) };
}

/**
 * What became of a question, oldest first. Of questions from before there was a trail, what the question itself tells.
 */
export function toTrail(question: Question, rows: readonly Row[]): QuestionEvent[] {
	const written = rows.map((row) => toEvent(question, row));
	const known = new Set(written.map(({ kind }) => kind));
	if (known.has("asked")) return written;
	// The question tells the answer that it has now, not the one that was changed.
	if (known.has("amended")) known.add("answered").add("defaulted");
	const first = written[0]?.at ?? "~"; // after every time
	return [...fromQuestion(question).filter(({ kind, at }) => !known.has(kind) && at <= first), ...written];
}

function toEvent(question: Question, row: Row): QuestionEvent {
	const kind = row.kind as QuestionEvent["kind"];
	const detail = (row.detail ?? {}) as EventDetail;
	return {
		at: row.at.toISOString(),
		kind,
		by: row.by as QuestionEvent["by"],
		version: row.version,
		words: oneLine(wordsOf(question, kind, detail), MAX_WORDS),
	};
}

function wordsOf(question: Question, kind: QuestionEvent["kind"], detail: EventDetail): string {
	const { answer = null, comment, reason, until, asked, choice, command } = detail;
	const said = answer === null ? "" : answerInWords(question, answer);
	const withComment = [said, comment ? `“${comment}”` : ""].filter(Boolean).join(" ");
	switch (kind) {
		case "asked":
			return [question.daemon && `by ${question.daemon}`, question.task && `for ${question.task}`]
				.filter(Boolean)
				.join(" ");
		case "asked-again":
			return asked ? `for the ${ordinal(asked)} time` : "";
		case "answered":
		case "amended":
		case "undone":
			return withComment;
		case "defaulted":
			return answer === null ? "skipped: nobody had answered" : withComment;
		case "withdrawn":
			return reason ?? "no reason given";
		case "snoozed":
			return until ? `until ${until}` : "";
		case "woken":
			return reason ?? "";
		case "delivered":
			return "";
		case "late":
			return `${choice === "redo" ? "do it again" : "keep what was done"}: ${withComment}${command ? ` (${command})` : ""}`;
	}
}

function fromQuestion(question: Question): QuestionEvent[] {
	const { createdAt, status, answer, answeredAt, answeredBy, deliveredAt, comment, withdrawnReason } = question;
	const event = (
		at: string,
		kind: QuestionEvent["kind"],
		by: QuestionEvent["by"],
		detail: EventDetail,
	): QuestionEvent => ({
		at,
		kind,
		by,
		version: kind === "asked" ? 1 : question.version,
		words: oneLine(wordsOf(question, kind, detail), MAX_WORDS),
	});
	const events = [event(createdAt, "asked", "asker", {})];
	if (answeredAt !== null && answeredBy !== null) {
		const kind = status === "defaulted" ? "defaulted" : "answered";
		events.push(event(answeredAt, kind, answeredBy, { answer, comment }));
	}
	// When it was withdrawn was not kept; it was after it was asked.
	if (status === "withdrawn") events.push(event(createdAt, "withdrawn", "asker", { reason: withdrawnReason }));
	if (deliveredAt !== null) events.push(event(deliveredAt, "delivered", "asker", {}));
	return events;
}

function ordinal(number: number): string {
	const rest = number % 100;
	const suffix = rest >= 11 && rest <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
	return `${number}${suffix}`;
}
