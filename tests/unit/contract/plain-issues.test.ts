import { expect, test } from "vitest";
import { answerRequestSchema, newQuestionSchema } from "../../../server/contract/question.ts";

/** The first thing wrong, as the API and the inbox word it. */
function wrong(schema: typeof answerRequestSchema | typeof newQuestionSchema, value: unknown): string {
	const [issue] = schema.safeParse(value).error?.issues ?? [];
	return `${issue?.path.join(".")}: ${issue?.message}`;
}

test.each<[unknown, string]>([
	[{}, "title: must be given"],
	[{ title: 5 }, "title: must be a text"],
	[{ title: " " }, "title: a question needs a title"],
	[{ title: "x".repeat(3_000) }, "title: must have at most 2000 characters"],
	[{ title: "x", key: "" }, "key: must not be empty"],
	[{ title: "x", kind: "guess" }, 'kind: must be one of "text", "choice", "multi", "form", "approval", "review"'],
	[{ title: "x", blocking: "yes" }, "blocking: must be true or false"],
	[{ title: "x", options: "a" }, "options: must be a list"],
	[{ title: "x", options: [{ id: "a" }] }, "options.0.label: must be given"],
	[
		{ title: "x", deadlineAt: "soon" },
		'deadlineAt: must be a date with time in ISO 8601, such as "2026-11-21T09:00:00Z"',
	],
])("a question %j is explained", (question, sentence) => {
	expect(wrong(newQuestionSchema, question)).toBe(sentence);
});

test.each<[unknown, string]>([
	[{}, "answer: must be given"],
	[{ answer: "a", version: 1.5 }, "version: must be a whole number"],
])("an answer %j is explained", (answer, sentence) => {
	expect(wrong(answerRequestSchema, answer)).toBe(sentence);
});
