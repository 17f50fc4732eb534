import { describe, expect, test } from "vitest";
import { Arguments } from "../../../server/mcp/arguments.ts";
import { readWait } from "../../../server/mcp/call.ts";
import { readKey, readQuestion } from "../../../server/mcp/read-question.ts";

const NOW = new Date("2026-11-21T16:00:00.000Z");
const KNOWN = [
	"question",
	"kind",
	"options",
	"schema",
	"context_md",
	"task_ref",
	"blocking",
	"urgency",
	"deadline_at",
	"on_deadline",
	"default",
	"dedupe_key",
	"wait_s",
];

function read(given: unknown) {
	const args = new Arguments(given, KNOWN);
	const question = readQuestion(args, { asker: "bot", key: readKey(args), now: NOW });
	return { question, notes: args.notes, mistakes: args.mistakes };
}

describe("what can only mean one thing is taken as that", () => {
	test("bare options, in a list or as JSON in a text, with what repeats left out", () => {
		const { question, notes, mistakes } = read({ question: "Which?", kind: "choice", options: ["A", "B", "A", 3] });
		expect(mistakes).toEqual([]);
		expect(question?.options).toEqual([
			{ id: "A", label: "A" },
			{ id: "B", label: "B" },
			{ id: "3", label: "3" },
		]);
		expect(notes).toEqual(['Left out option 3: it repeats "A".']);
		expect(read({ question: "Which?", kind: "choice", options: '["A", "B"]' }).question?.options).toHaveLength(2);
	});

	test("options with other names for their parts, and a default by its label", () => {
		const options = [{ value: "a", title: "Alpha" }, { label: "Beta" }, { id: "c", label: "Gamma", recommended: true }];
		const { question } = read({ question: "Which?", options, default: "Alpha", deadline_at: "2h" });
		expect(question).toMatchObject({
			kind: "choice",
			options: [
				{ id: "a", label: "Alpha" },
				{ id: "Beta", label: "Beta" },
				{ id: "c", label: "Gamma", recommended: true },
			],
			default: "a",
			deadlineAt: "2026-11-21T18:00:00.000Z",
			onDeadline: "default",
		});
	});

	test("the kind that follows from the rest, and what models call it", () => {
		expect(read({ question: "Name?", schema: '{"type":"object"}' }).question).toMatchObject({
			kind: "form",
			schema: { type: "object" },
		});
		expect(read({ question: "Sure?", kind: "Yes / No" }).mistakes).toHaveLength(1);
		expect(read({ question: "Sure?", kind: "yes-no" }).question?.kind).toBe("approval");
		const text = read({ question: "Which?", kind: "text", options: ["A", "B"] });
		expect([text.question?.kind, text.notes[0]]).toEqual(["choice", expect.stringContaining("and not as a text")]);
	});

	test("numbers, flags and nothing, in whatever form", () => {
		const given = {
			question: "Go?",
			kind: null,
			blocking: "Yes",
			urgency: "URGENT",
			task_ref: 12,
			options: "",
			default: "",
		};
		expect(read(given)).toMatchObject({
			question: { kind: "text", blocking: true, urgency: "high", task: "12", onDeadline: "wait" },
			mistakes: [],
		});
	});

	test("arguments that there are none of are named, with those that there are", () => {
		const { question, notes } = read({ question: "Go?", titel: "x", __proto__: null, constructor: 1 });
		expect(question).not.toBeNull();
		expect(notes[0]).toMatch(/^Ignored "titel", "constructor": the arguments are question, kind, /);
	});
});

test.each([
	[undefined, 5, 0],
	[0, 0, 0],
	["12.5", 12.5, 0],
	[-3, 0, 0],
	[45, 45, 0],
	[3_600, 45, 1],
	[Number.NaN, 5, 1],
	["soon", 5, 1],
])("a wait of %j is one of %d s", (given, seconds, notes) => {
	const args = new Arguments({ wait_s: given }, KNOWN);
	expect(readWait(args, 5)).toBe(seconds);
	expect([args.notes.length, args.mistakes]).toEqual([notes, []]);
});

describe("texts are cleaned, and none is lost", () => {
	test("control characters and escape sequences go; a diff keeps its direction marks", () => {
		const { question } = read({
			question: "Delete\u0000 \u001B[31mall\u001B[0m\u202E?\r\n",
			context_md: "a\r\nb\u0007\u001B]0;title\u0007\tc \u202E d",
		});
		expect(question).toMatchObject({ title: "Delete all?", body: "a\nb\tc \u202E d" });
	});

	test("a long question is a short title, and whole in the body", () => {
		const long = `May I?\n${"Because of this. ".repeat(200)}`;
		const { question, notes } = read({ question: long, context_md: "More." });
		expect(question?.title.length).toBeLessThanOrEqual(200);
		expect(question?.body).toContain("Because of this. Because of this.");
		expect(question?.body).toMatch(/More\.$/);
		expect(notes).toHaveLength(1);
	});

	test("a context too long for the inbox loses its middle, and says so", () => {
		const { question, notes } = read({ question: "Look?", context_md: "x".repeat(1_500_000) });
		expect(question?.body?.length).toBeLessThanOrEqual(1_000_000);
		expect(notes[0]).toMatch(/its middle was left out/);
	});

	test("halves of characters are repaired", () => {
		expect(read({ question: "Half \uD83D?" }).question?.title).toBe("Half \uFFFD?");
	});

	test("long keys and ids stay different", () => {
		const keys = ["a", "b"].map((end) => read({ question: "Q", dedupe_key: "k".repeat(600) + end }).question?.key);
		expect(keys[0]).toMatch(/^sha256:/);
		expect(keys[0]).not.toBe(keys[1]);
		const options = ["a", "b"].map((end) => "o".repeat(300) + end);
		const ids = read({ question: "Q", options }).question?.options?.map(({ id }) => id);
		expect(ids).toEqual(["option-1", "option-2"]);
	});
});

describe("what cannot be understood is one sentence each, that says what to send", () => {
	test.each([
		[{}, /There is no question: send it as question/],
		[{ question: { text: "Q" } }, /question .* is not a text: send it as one/],
		[{ question: "\u202E\u0000" }, /There is no question/],
		[{ question: "Q", kind: "dialog" }, /kind "dialog" is not known: send one of text, choice, multi/],
		[{ question: "Q", kind: "choice" }, /A choice needs options: send a list of texts/],
		[{ question: "Q", kind: "form" }, /A form needs a schema: send a JSON schema such as/],
		[
			{
				question: "Q",
				options: [
					{ id: "a", label: "A" },
					{ id: "a", label: "B" },
				],
			},
			/Two options have the id "a"/,
		],
		[{ question: "Q", options: [null, ["x"]] }, /Option 1, null, is none: send a text/],
		[
			{ question: "Q", options: Array.from({ length: 101 }, (_, at) => `${at}`) },
			/There are 101 options: send at most 100/,
		],
		[
			{ question: "Q", deadline_at: "2024-01-01T09:00:00Z" },
			/is in the past, it is 2026-11-21T16:00:00.000Z now: send a later one/,
		],
		[{ question: "Q", deadline_at: "2026-11-22T09:00" }, /lacks a time with its zone: send "2026-11-22T16:00:00Z"/],
		[{ question: "Q", deadline_at: "2026-13-45T09:00:00Z" }, /is no date/],
		[{ question: "Q", deadline_at: "tomorrow" }, /"tomorrow" is no moment/],
		[{ question: "Q", on_deadline: "skip" }, /on_deadline "skip" needs a deadline_at/],
		[{ question: "Q", on_deadline: "default", deadline_at: "1h" }, /on_deadline "default" needs a default/],
		[["Q"], /Send the arguments as one JSON object/],
		[JSON.parse(`{"question": ${"[".repeat(100)}${"]".repeat(100)}}`), /nested more than 64 levels deep/],
	])("%j", (given, sentence) => {
		const { question, mistakes } = read(given);
		expect(question).toBeNull();
		expect(mistakes).toContainEqual(expect.stringMatching(sentence));
		for (const mistake of mistakes) expect(mistake).toMatch(/\.$/);
	});

	test("all mistakes are named at once", () => {
		const { mistakes } = read({ kind: "x", deadline_at: "y", options: [[]] });
		expect(mistakes).toHaveLength(4);
	});
});
