import type { Question } from "../../../server/contract/question.ts";
import type { Draft } from "./draft.ts";
import { approvingOption, decliningOption, needsWords, suggestedAnswer } from "./verdict.ts";

/** What pressing `a`, `d` or `e` comes to. */
export type Stroke =
	/** Send this. */
	| { send: NonNullable<Question["answer"]> }
	/** Send what stands in the form. */
	| { send: null }
	/** It was not on screen, not all of it: show it, and do nothing else. */
	| { reveal: true }
	/** Choose this, and have the person write a word first. */
	| { words: string }
	/** Nothing, and why. */
	| { nothing: string };

export type VerdictKey = "a" | "d" | "e";

/**
 * What a single key decides about a question. Whatever lets something happen is refused until all that is to be judged
 * has been on screen; declining is not, for it does no harm.
 */
export function strokeFor(key: VerdictKey, question: Question, draft: Draft, seen: boolean): Stroke {
	if (key === "d") {
		const option = decliningOption(question);
		if (!option) return { nothing: "No option plainly declines this: choose one with 1–9." };
		return needsWords(question, option.id) && draft.comment.trim() === "" ? { words: option.id } : { send: option.id };
	}
	if (key === "a") {
		const option = approvingOption(question);
		if (!option) return { nothing: "No option plainly approves this: choose one with 1–9." };
		return seen ? { send: option.id } : { reveal: true };
	}
	const begun = draft.chosen.length > 0 || draft.text.trim() !== "" || Object.keys(draft.fields).length > 0;
	const suggested = suggestedAnswer(question);
	if (!begun && suggested === null) {
		return { nothing: "Nothing is suggested here: choose with 1–9, or write with c." };
	}
	if (!seen) return { reveal: true };
	if (begun) return { send: null };
	return typeof suggested === "string" && needsWords(question, suggested) && draft.comment.trim() === ""
		? { words: suggested }
		: { send: suggested as NonNullable<Question["answer"]> };
}
