import type { Question } from "../../server/contract/question.ts";
import { clockTime, relative, span } from "./time.ts";

export const KIND_WORDS: Record<Question["kind"], string> = {
	text: "question",
	choice: "choice",
	multi: "choice of several",
	form: "form",
	approval: "approval",
	review: "review",
};

export const URGENCY_WORDS: Record<Question["urgency"], string> = {
	critical: "critical",
	high: "urgent",
	normal: "normal",
	low: "low",
};

/** The verb on a button that leads to a question. */
export const LEAD_WORDS: Record<Question["kind"], string> = {
	text: "Answer",
	choice: "Choose",
	multi: "Choose",
	form: "Fill in",
	approval: "Show",
	review: "Review",
};

/** What happens if nobody answers: `keeps waiting`, `in 48 min it takes “catalog”`, `at 09:00 it goes on without`. */
export function deadlineWords(question: Question, now: number): string {
	const { onDeadline } = question;
	const deadlineAt = question.firesAt ?? question.deadlineAt;
	if (!deadlineAt) return "keeps waiting";
	const due = Date.parse(deadlineAt) <= now;
	if (onDeadline === "wait")
		return due ? "its deadline has passed; keeps waiting" : `wanted ${relative(deadlineAt, now)}; keeps waiting`;
	const then =
		onDeadline === "skip" ? "goes on without an answer" : `takes “${answerText(question, question.default)}”`;
	return due ? `${then} any moment now` : `${then} ${relative(deadlineAt, now)}`;
}

/** The same as a sentence with the time of day, for the open question; null when it waits without a deadline. */
export function deadlineSentence(question: Question, now: number): string | null {
	const { onDeadline } = question;
	const deadlineAt = question.firesAt ?? question.deadlineAt;
	if (!deadlineAt) return null;
	const when = `${clockTime(deadlineAt, now)} (${relative(deadlineAt, now)})`;
	const paused = pausedWords(question);
	if (onDeadline === "wait") return `Wanted by ${when}. Unanswered, it keeps waiting.${paused}`;
	if (onDeadline === "skip") return `Unanswered by ${when}, it goes on without an answer.${paused}`;
	return `Unanswered by ${when}, it takes “${answerText(question, question.default)}”. The answer will be marked as a default.${paused}`;
}

/** How much of the time until the deadline is not counted; empty when all of it is. */
function pausedWords({ deadlineAt, firesAt }: Question): string {
	if (deadlineAt === null || firesAt === null) return "";
	const paused = Date.parse(firesAt) - Date.parse(deadlineAt);
	return paused < 60_000 ? "" : ` ${span(paused)} outside your hours are not counted.`;
}

/** When a question that was put off, or is held back, comes again: `in 3 h`, `Sat 28, 09:00`. */
export function returnWords({ snoozedUntil, heldUntil }: Question, now: number): string {
	if (snoozedUntil !== null) return `until ${clockTime(snoozedUntil, now)}`;
	return heldUntil === null ? "" : `digest, ${clockTime(heldUntil, now)}`;
}

/** An answer as a person would say it: the labels of the chosen options, the text, the form's fields. */
export function answerText(question: Question, answer: Question["answer"]): string {
	const label = (id: string) => question.options.find((option) => option.id === id)?.label ?? id;
	if (answer === null) return "nothing";
	if (typeof answer === "string") return question.kind === "text" ? answer : label(answer);
	if (Array.isArray(answer)) {
		return answer.length === 0
			? "none of them"
			: answer.map((one) => (typeof one === "string" ? label(one) : JSON.stringify(one))).join(", ");
	}
	if (typeof answer === "object") {
		return Object.entries(answer)
			.map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
			.join(", ");
	}
	return String(answer);
}

/** Who decided: `answered by you`, `decided by default`, `withdrawn`. */
export function outcomeWords(question: Question): string {
	switch (question.status) {
		case "pending":
			return "waiting";
		case "withdrawn":
			return "withdrawn";
		case "defaulted":
			return question.answer === null ? "skipped at its deadline" : "decided by default";
		case "answered":
			return { human: "answered", default: "decided by default", policy: "decided by a policy" }[
				question.answeredBy ?? "human"
			];
	}
}
