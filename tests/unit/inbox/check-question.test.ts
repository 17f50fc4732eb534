import { describe, expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import type { NewQuestion } from "../../../server/contract/question.ts";
import { checkQuestion } from "../../../server/inbox/check-question.ts";

const options = [
	{ id: "a", label: "A" },
	{ id: "b", label: "B" },
];
const deadlineAt = "2026-11-22T09:00:00+01:00";

function refusal(input: unknown): string {
	try {
		checkQuestion(input as NewQuestion);
	} catch (error) {
		if (error instanceof NightshiftError && error.code === "invalid-question") return error.message;
		throw error;
	}
	throw new Error("was not refused");
}

test("a title is enough: a text that waits for ever", () => {
	expect(checkQuestion({ title: "  What now? " })).toEqual({
		daemon: null,
		scope: "",
		key: null,
		kind: "text",
		title: "What now?",
		body: null,
		options: [],
		schema: null,
		task: null,
		blocking: false,
		urgency: "normal",
		deadlineAt: null,
		onDeadline: "wait",
		default: null,
	});
});

test("an approval and a review offer what one expects, unless the asker says otherwise", () => {
	expect(checkQuestion({ title: "?", kind: "approval" }).options.map(({ id }) => id)).toEqual(["approve", "reject"]);
	expect(checkQuestion({ title: "?", kind: "review" }).options.map(({ id }) => id)).toEqual([
		"merge",
		"send-back",
		"keep",
	]);
	expect(checkQuestion({ title: "?", kind: "approval", options }).options).toEqual(options);
});

test("a deadline is an instant, whatever zone it was written in", () => {
	expect(checkQuestion({ title: "?", deadlineAt }).deadlineAt).toEqual(new Date("2026-11-22T08:00:00.000Z"));
});

test("half an emoji is stored as a replacement character, everything else as it is", () => {
	const { title, body } = checkQuestion({
		title: "cut \ud83d",
		body: "whole \ud83d\ude00, bidi \u202e, bell \u0007, nul \u0000",
	});
	expect(title).toBe("cut \ufffd");
	expect(body).toBe("whole \ud83d\ude00, bidi \u202e, bell \u0007, nul \u0000");
});

describe("is refused in one sentence:", () => {
	test.each<[string, unknown, RegExp]>([
		["no title", {}, /title/],
		["an empty title", { title: "  " }, /a question needs a title/],
		["a title that is too long", { title: "x".repeat(2001) }, /title.*2000/],
		["a body that is too long", { title: "?", body: "x".repeat(1_000_001) }, /body.*1000000/],
		["an unknown kind", { title: "?", kind: "riddle" }, /kind/],
		["a choice without options", { title: "?", kind: "choice" }, /a choice needs options/],
		["a multi with no options", { title: "?", kind: "multi", options: [] }, /a multi needs options/],
		["a text with options", { title: "?", options }, /a text takes no options/],
		["a form with options", { title: "?", kind: "form", options, schema: {} }, /a form takes no options/],
		["options with the same id", { title: "?", kind: "choice", options: [...options, ...options] }, /the id "a"/],
		["an option without an id", { title: "?", kind: "choice", options: [{ id: "", label: "?" }] }, /options\.0\.id/],
		["a form without a schema", { title: "?", kind: "form" }, /a form needs a schema/],
		[
			"a schema that is none",
			{ title: "?", kind: "form", schema: { type: "array" } },
			/its schema is not one of a form/,
		],
		["a text with a schema", { title: "?", schema: { type: "object" } }, /a text takes no schema/],
		["a default that is no answer", { title: "?", kind: "approval", default: "yes" }, /its default.*"approve"/],
		[
			"a default deadline without a deadline",
			{ title: "?", onDeadline: "default", default: "x" },
			/needs a deadlineAt/,
		],
		["a default deadline without a default", { title: "?", onDeadline: "default", deadlineAt }, /needs a default/],
		["a skip without a deadline", { title: "?", onDeadline: "skip" }, /needs a deadlineAt/],
		["a deadline that is no time", { title: "?", deadlineAt: "tomorrow" }, /deadlineAt/],
		["a deadline that is no day", { title: "?", deadlineAt: "2026-02-30T00:00:00Z" }, /deadlineAt/],
		["nothing", null, /content is wrong/],
	])("%s", (_what, input, reason) => {
		const sentence = refusal(input);
		expect(sentence).toMatch(/^The question was not asked: .*[^.]\.$/);
		expect(sentence).toMatch(reason);
	});
});

describe("what is nested too deep", () => {
	const deep: unknown = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
	const form = { title: "?", kind: "form", schema: { type: "object", properties: { a: { type: "boolean" } } } };

	test.each([
		["a schema", { ...form, schema: deep }],
		["a hint of the schema's author", { ...form, schema: { ...form.schema, _meta: deep } }],
		["a default", { ...form, default: deep }],
		["anything else", { ...form, title: deep }],
	])("is refused in one sentence: %s", (_what, input) => {
		expect(refusal(input)).toMatch(/nested more than 64 levels deep/);
	});
});

test("a field cannot reach into JavaScript by its name: it is left out before it is kept", () => {
	const schema: unknown = JSON.parse(
		'{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}',
	);
	const kept = checkQuestion({ title: "?", kind: "form", schema } as NewQuestion).schema;
	expect(JSON.stringify(kept)).toBe('{"type":"object","properties":{"constructor":{"type":"string"}}}');
});
