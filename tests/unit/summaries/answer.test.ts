import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnswer } from "../../../server/summaries/answer.ts";

/** Any code units at all, halves of pairs included. */
const anyText = fc.array(fc.nat(0xffff), { maxLength: 50 }).map((codes) => String.fromCharCode(...codes));

const GOOD = { summary: "The cart was mended.", keywords: ["cart", "SQLite"] };
const JSON_TEXT = JSON.stringify(GOOD);

test.each([
	["an object alone", JSON_TEXT],
	["an object in fences", `\`\`\`json\n${JSON_TEXT}\n\`\`\``],
	["an object in fences without a language", `\`\`\`\n${JSON.stringify(GOOD, null, 2)}\n\`\`\``],
	["words before and after", `Here is {what you asked for}:\n${JSON_TEXT}\nAnything else? {}`.replace(" {}", "")],
	["braces in the words before", `As {asked}, {so}: ${JSON_TEXT}`],
	["a comma too many", '{"summary": "The cart was mended.", "keywords": ["cart", "SQLite",],}'],
	["an end that is missing", '{"summary": "The cart was mended.", "keywords": ["cart", "SQLite"'],
	["thoughts in another object before", `{"plan": 1} ${JSON_TEXT}`],
	["keys that nobody asked for", JSON.stringify({ ...GOOD, command: "rm -rf /", __proto__: { a: 1 } })],
])("takes %s", (_, text) => {
	expect(readAnswer(text).answer).toEqual(GOOD);
});

test.each([
	["nothing", " \n ", "it was empty"],
	["words alone", "I cannot do that.", "it held no JSON object"],
	["a list", '["summary"]', "it held no JSON object"],
	["a summary that is no text", '{"summary": 5, "keywords": []}', "summary"],
	["a summary of nothing", '{"summary": " ", "keywords": []}', "summary"],
	["keywords that are no list", '{"summary": "x", "keywords": "a, b"}', "keywords"],
	["another shape", '{"result": {"text": "x"}}', "summary"],
])("refuses %s, and names the mistake", (_, text, mistake) => {
	expect(readAnswer(text)).toEqual({ answer: null, mistake: expect.stringContaining(mistake) });
});

test("what nobody sees is left out, and length is bounded", () => {
	const text = JSON.stringify({
		summary: `A\u202e\u0000\u001b[31mB\r\n\n\n\nC ${"x".repeat(5_000)}`,
		keywords: ["one\ntwo", "", " ", "k".repeat(500), ...Array.from({ length: 50 }, (_, index) => `w${index}`)],
	});
	const { answer } = readAnswer(text);
	expect(answer?.summary.startsWith("A[31mB\n\nC x")).toBe(true);
	expect(answer?.summary.length).toBeLessThanOrEqual(2_000);
	expect(answer?.keywords).toHaveLength(12);
	expect(answer?.keywords[0]).toBe("one two");
	expect(Math.max(...(answer?.keywords ?? []).map((word) => word.length))).toBeLessThanOrEqual(60);
});

test("no text at all makes it throw, and what it takes is always plain and short", () => {
	const pieces = fc.array(
		fc.constantFrom("{", "}", '"', "summary", ":", "[", "]", ",", "```", "\n", "x", "\\", "keywords"),
	);
	fc.assert(
		fc.property(
			fc.oneof(
				pieces.map((some) => some.join("")),
				anyText,
			),
			(text) => {
				const { answer, mistake } = readAnswer(text);
				expect(answer === null).toBe(mistake !== null);
				if (answer) expect(answer.summary).not.toBe("");
			},
		),
		{ numRuns: 200 },
	);
});

test("a megabyte of braces takes no time", () => {
	const started = performance.now();
	readAnswer('{"'.repeat(130_000));
	readAnswer(`{"a":`.repeat(50_000));
	expect(performance.now() - started).toBeLessThan(3_000);
});
