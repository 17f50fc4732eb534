import { isDeepStrictEqual } from "node:util";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import type { Question } from "../contract/question.ts";
import { readFormSchema } from "./form-schema.ts";

/** What decides whether an answer is one. */
type AnswerRules = Pick<Question, "kind" | "options" | "schema">;
export type Answer = Question["answer"];

/** In characters; of a form's answer, as JSON. */
const MAX_ANSWER = 1_000_000;
/** How many options a sentence lists before it says how many more there are. */
const LISTED = 20;

/**
 * Why this is no answer to such a question, as part of a sentence; null when it is one.
 *
 * An option is meant only by its exact id. Never by a part of it or in other letters: "disapprove" contains "approve".
 */
export function problemWithAnswer(rules: AnswerRules, answer: unknown): string | null {
	if (isTooDeep(answer)) return TOO_DEEP;
	switch (rules.kind) {
		case "text":
			if (typeof answer !== "string" || answer.trim() === "") return "it takes a text that is not empty";
			return answer.length > MAX_ANSWER ? `it takes a text of at most ${MAX_ANSWER} characters` : null;
		case "choice":
		case "approval":
		case "review":
			return isOption(rules, answer) ? null : `it takes one of ${listOptions(rules)}${notThis(answer)}`;
		case "multi":
			return problemWithList(rules, answer);
		case "form":
			return problemWithForm(rules, answer);
	}
}

/** The empty list is an answer: none of them. */
function problemWithList(rules: AnswerRules, answer: unknown): string | null {
	if (!Array.isArray(answer)) return `it takes a list of any of ${listOptions(rules)}`;
	const stray = answer.find((id) => !isOption(rules, id));
	if (stray !== undefined) return `it takes a list of any of ${listOptions(rules)}${notThis(stray)}`;
	return new Set(answer).size < answer.length ? "it takes each option at most once" : null;
}

function problemWithForm({ schema }: AnswerRules, answer: unknown): string | null {
	const form = readFormSchema(schema);
	if ("problem" in form) return `its form is broken (${form.problem})`;
	const problem = form.check(answer);
	if (problem) return `the form is not filled in right (${problem})`;
	return JSON.stringify(answer).length > MAX_ANSWER ? `it takes at most ${MAX_ANSWER} characters` : null;
}

/** Whether two valid answers say the same. The order of a multiple choice says nothing. */
export function isSameAnswer(kind: Question["kind"], one: unknown, other: unknown): boolean {
	if (kind === "multi" && Array.isArray(one) && Array.isArray(other)) {
		return isDeepStrictEqual([...one].sort(), [...other].sort());
	}
	return isDeepStrictEqual(plain(one), plain(other));
}

/** An answer for people: labels for ids. */
export function answerInWords(rules: AnswerRules, answer: unknown): string {
	const label = (id: unknown) => rules.options.find((option) => option.id === id)?.label ?? String(id);
	if (Array.isArray(answer)) return answer.length > 0 ? answer.map(label).join(", ") : "none of them";
	return typeof answer === "string" ? label(answer) : JSON.stringify(answer);
}

function isOption({ options }: AnswerRules, answer: unknown): boolean {
	return options.some(({ id }) => id === answer);
}

function listOptions({ options }: AnswerRules): string {
	const listed = options.slice(0, LISTED).map(({ id }) => JSON.stringify(id));
	const more = options.length - listed.length;
	return `${listed.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function notThis(answer: unknown): string {
	return typeof answer === "string" ? `, and ${JSON.stringify(answer.slice(0, 80))} is none of them` : "";
}

/** As it is after a way through JSON, so that -0 and 0 are the same. */
function plain(value: unknown): unknown {
	return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
