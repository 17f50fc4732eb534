import type { Question } from "../contract/question.ts";
import type { Prisma } from "../db/generated/client.ts";

/**
 * Whether an asker may act on a question: it is settled, and its answer can no longer be undone. Until then it is for the
 * asker as if it were pending.
 */
export function isHandedOut({ status, undoUntil }: Pick<Question, "status" | "undoUntil">, now = Date.now()): boolean {
	return status !== "pending" && (undoUntil === null || Date.parse(undoUntil) <= now);
}

/** The same as a condition on rows, for lists of them. */
export function handedOut(now: Date = new Date()): { status: { not: string }; OR: Prisma.QuestionWhereInput[] } {
	return { status: { not: "pending" }, OR: [{ undoUntil: null }, { undoUntil: { lte: now } }] };
}

/** A question as its asker sees it: one that can still be undone has no answer yet. */
export function asAskerSees(question: Question, now = Date.now()): Question {
	if (question.status === "pending" || isHandedOut(question, now)) return question;
	return {
		...question,
		status: "pending",
		answer: null,
		comment: null,
		answeredBy: null,
		answeredAt: null,
		undoUntil: null,
	};
}
