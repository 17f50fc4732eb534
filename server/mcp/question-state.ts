import type { Question, ThreadMessage } from "../contract/question.ts";
import { answerInWords } from "../inbox/check-answer.ts";
import { nextStep } from "./next-step.ts";
import type { QuestionState } from "./schemas.ts";

/** A question as its asker is told about it. @param askedBack what the person wrote in its thread, new to the asker */
export function stateOf(question: Question, askedBack: readonly ThreadMessage[] = []): QuestionState {
	const { ticket, title, status, answer, comment, answeredBy, answeredAt, late } = question;
	const settled = status === "answered" || status === "defaulted";
	return {
		ticket,
		question: title,
		status,
		...(settled && answer !== null && { answer }),
		...(settled && comment !== null && { comment }),
		...(settled && answeredBy !== null && { provenance: answeredBy }),
		...(settled && answeredAt !== null && { answered_at: answeredAt }),
		...(late && {
			late: { answer: late.answer, choice: late.choice, ...(late.comment !== null && { comment: late.comment }) },
		}),
		...(askedBack.length > 0 && { asked_back: askedBack.map(({ text, at }) => ({ text, at })) }),
		next: nextStep(question, { askedBack: askedBack.length > 0 }),
	};
}

const BY = { human: "answered by a person", default: "decided by default", policy: "answered by a rule" } as const;

/** The same in words, complete: for clients that show their model the text alone. */
export function stateInWords(question: Question, state: QuestionState): string {
	const lines = [`${state.ticket} ${JSON.stringify(state.question)}: ${statusInWords(question)}`];
	if (state.comment !== undefined) lines.push(`Comment: ${JSON.stringify(state.comment)}`);
	for (const { text } of state.asked_back ?? []) lines.push(`The person asks back: ${JSON.stringify(text)}`);
	lines.push(state.next);
	return lines.join("\n");
}

function statusInWords(question: Question): string {
	const { status, answer, answeredBy } = question;
	if (status === "pending") return "pending.";
	if (status === "withdrawn") return "withdrawn.";
	if (answer === null) return "skipped at its deadline.";
	const exact = JSON.stringify(answer);
	const words = answerInWords(question, answer);
	const label = words === answer || words === exact ? "" : ` (${words})`;
	return `${BY[answeredBy ?? "human"]}: ${exact}${label}.`;
}
