import { NightshiftError } from "../contract/errors.ts";
import type { Question } from "../contract/question.ts";
import { oneLine } from "../text/cut.ts";
import { answerInWords } from "./check-answer.ts";

const WHO = { human: "by a person", default: "by default", policy: "by a policy" } as const;

/**
 * Says who answered what and when, to whoever came later with something else. The question's facts are one detail of
 * their own: beside the other members of an HTTP problem, its `status` would be lost to the response's.
 */
export function alreadyAnswered(question: Question, so = ""): NightshiftError {
	const { ticket, answer, comment, answeredBy, answeredAt, status } = question;
	const who = WHO[answeredBy ?? "human"];
	const what =
		answer === null ? "skipped" : `answered with ${JSON.stringify(oneLine(answerInWords(question, answer), 200))}`;
	const sentence = `${ticket} was already ${what} ${who} at ${answeredAt}${so}.`;
	return new NightshiftError("already-answered", sentence, {
		question: { ticket, status, answer, comment, answeredBy, answeredAt },
	});
}

export function alreadyWithdrawn({ ticket, status, withdrawnReason }: Question): NightshiftError {
	const sentence = `${ticket} was withdrawn (${oneLine(withdrawnReason ?? "no reason given", 200)}) and needs no answer any more.`;
	return new NightshiftError("already-withdrawn", sentence, { question: { ticket, status, withdrawnReason } });
}
