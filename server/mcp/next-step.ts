import type { Question } from "../contract/question.ts";
import { answerInWords } from "../inbox/check-answer.ts";
import { oneLine } from "../text/cut.ts";

/** How much of an answer a sentence repeats; the whole of it stands beside. */
const SHOWN = 300;

/**
 * What the asker is to do now, in one or two sentences. A time-out is never told as a refusal, and a default never as what
 * the person wants.
 */
export function nextStep(question: Question, { askedBack }: { askedBack: boolean }): string {
	if (question.status === "pending") return askedBack ? askBackStep(question) : waitingStep(question);
	if (question.status === "withdrawn") {
		return `It was withdrawn (${oneLine(question.withdrawnReason ?? "no reason given", SHOWN)}) and will not be answered; if you still need to know, ask again with another dedupe_key.`;
	}
	if (question.late) return lateStep(question.late, question);
	if (question.answer === null) {
		return "The deadline passed without an answer. Nobody refused anything: go on without one, as you said you would.";
	}
	switch (question.answeredBy) {
		case "default":
			return "Nobody answered by the deadline, so your own default counts. The person has not decided it: say so when you report, and expect that they may still decide otherwise.";
		case "policy":
			return "A rule that the person made earlier answered this: go by it.";
		default:
			return "The person decided this: go by it exactly, and by the comment if there is one.";
	}
}

function askBackStep({ ticket }: Question): string {
	return `The person wrote below the question and waits for you: reply with check_answers {"replies": [{"ticket": "${ticket}", "text": "…"}]}. The question stays open meanwhile.`;
}

function waitingStep(question: Question): string {
	const { ticket, blocking } = question;
	const free = blocking
		? "If anything can be done without it, do that; else end your turn and say that you wait for"
		: "Go on with what does not depend on it; when nothing is left, end your turn and say that you wait for";
	return `Nobody has answered yet, which is normal and no refusal: an answer may take hours. Do not wait by asking in a loop. ${free} ${ticket}. Look with check_answers when you next start, or between two tasks.${deadlineClause(question)}`;
}

function deadlineClause(question: Question): string {
	const { firesAt, deadlineAt, onDeadline } = question;
	const at = firesAt ?? deadlineAt;
	if (at === null || onDeadline === "wait") return "";
	if (onDeadline === "skip") return ` If nobody answers by ${at}, it is skipped.`;
	return ` If nobody answers by ${at}, your default ${JSON.stringify(question.default)} counts; do not act on it earlier.`;
}

function lateStep({ choice, answer }: NonNullable<Question["late"]>, question: Question): string {
	const words = oneLine(answerInWords(question, answer), SHOWN);
	return choice === "redo"
		? `The person has since decided ${JSON.stringify(words)} and wants it done that way: undo what followed from the default, and do it again.`
		: `The person has since said ${JSON.stringify(words)}, and lets stand what you did by default: keep it, and go by this from now on.`;
}
