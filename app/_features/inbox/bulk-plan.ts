import type { Option, Question } from "../../../server/contract/question.ts";
import { answerText } from "../../_words/question-words.ts";
import { approvingOption, decliningOption, needsWords, suggestedAnswer } from "./verdict.ts";
import type { VerdictKey } from "./verdict-keys.ts";

/** What several questions are answered with, each by its own option. */
export interface BulkPlan {
	/** As a sentence's beginning: `Approve`, `Answer with “catalog”`. */
	words: string;
	answers: { question: Question; answer: NonNullable<Question["answer"]>; label: string }[];
}

/** The options that all of them have, in the same order; none when they differ or are of another kind. */
export function commonOptions(questions: readonly Question[]): Option[] {
	const [first] = questions;
	if (!first || !questions.every(isOneOf)) return [];
	const names = ({ options }: Question) => JSON.stringify(options.map(({ id, label }) => [id, label]));
	return questions.every((one) => names(one) === names(first)) ? first.options : [];
}

/** What one key comes to for all of them, or why it cannot. */
export function bulkPlan(questions: readonly Question[], key: VerdictKey | number): BulkPlan | { problem: string } {
	if (typeof key === "number") {
		const option = commonOptions(questions)[key - 1];
		if (!option) return { problem: "The selected questions do not share such an option: answer them one by one." };
		return planOf(questions, `Answer with “${option.label}”`, () => option.id);
	}
	const [words, answerOf] = KEYS[key];
	return planOf(questions, words, answerOf);
}

const KEYS: Record<VerdictKey, [words: string, answerOf: (question: Question) => Question["answer"]]> = {
	a: ["Approve", (question) => approvingOption(question)?.id ?? null],
	d: ["Decline", (question) => decliningOption(question)?.id ?? null],
	e: ["Take what is suggested for", suggestedAnswer],
};

function planOf(
	questions: readonly Question[],
	words: string,
	answerOf: (question: Question) => Question["answer"],
): BulkPlan | { problem: string } {
	const answers: BulkPlan["answers"] = [];
	for (const question of questions) {
		const answer = answerOf(question);
		if (answer === null) return { problem: `${question.ticket} has no answer that fits: answer it alone.` };
		if (typeof answer === "string" && needsWords(question, answer)) {
			return { problem: `${question.ticket} is only sent back with a word about what should change: answer it alone.` };
		}
		answers.push({ question, answer, label: answerText(question, answer) });
	}
	return { words, answers };
}

function isOneOf({ kind }: Question): boolean {
	return kind === "choice" || kind === "approval" || kind === "review";
}
