import fc from "fast-check";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { renderTurn } from "../../../server/conversations/backup/markdown.ts";
import type { TurnRow } from "../../../server/conversations/backup/record-rows.ts";
import { renderSummary, type Shown } from "../../../server/conversations/backup/summary-markdown.ts";

const AT = "2026-11-21T09:00:00.000Z";
const clock = (at: string) => at.slice(11, 19);
const turn = (text: string, more: Partial<TurnRow> = {}): TurnRow => ({
	role: "user",
	at: AT,
	text,
	tool: null,
	output: null,
	sidechain: false,
	trigger: false,
	cut: 0,
	...more,
});
const tool = (text: string, input: unknown, output: string | null, ok: boolean | null = true) =>
	turn(text, { role: "tool", tool: { name: "Bash", input, ok }, output });

interface Node {
	type: string;
	value?: string;
	children?: Node[];
}
const parse = (markdown: string): Node[] => (unified().use(remarkParse).parse(markdown) as Node).children ?? [];
const kinds = (markdown: string) => parse(markdown).map(({ type }) => type);
const blocks = (markdown: string) =>
	parse(markdown)
		.filter(({ type }) => type === "code")
		.map(({ value }) => value);

const HOSTILE = [
	"```\n# Out\n```",
	"````markdown\n</details>\n````",
	"~~~\nx\n~~~",
	"`".repeat(40),
	"# Heading",
	"</details><script>alert(1)</script>",
	"<!--",
	"-->",
	"---",
	"===",
	"> quote",
	"- list",
	"[a]: http://x",
	"[a](javascript:alert(1))",
	"   ```",
	"\t```",
	"\r```\r# Out",
	"\n\n\n",
	"<summary>",
	"&lt;",
	"\\",
	"| a | b |\n|---|---|",
	"1. one",
	"&#96;&#96;&#96;",
	"\u2028```\u2028",
	"$$",
	"````",
];
const text = fc
	.array(
		fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" }), fc.constantFrom("\n", "\r\n", " ", "\t")),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(""));

test("what was said stands in a block that it cannot end", () => {
	fc.assert(
		fc.property(
			text.filter((one) => one.trim() !== ""),
			(said) => {
				const markdown = renderTurn(turn(said), clock);
				expect(kinds(markdown)).toEqual(["heading", "code"]);
			},
		),
		{ numRuns: 120 },
	);
});

test("what a tool was told and put out is folded, and cannot unfold itself", () => {
	fc.assert(
		fc.property(
			text,
			text.filter((one) => one.trim() !== ""),
			(call, output) => {
				const markdown = renderTurn(tool(call, { command: call }, output), clock);
				expect(kinds(markdown)).toEqual(["html", "code", "code", "html"]);
				const [begin, , , end] = parse(markdown);
				expect(begin?.value?.match(/<[^>]*>/g)).toEqual(["<details>", "<summary>", "<code>", "</code>", "</summary>"]);
				expect(end?.value).toBe("</details>");
			},
		),
		{ numRuns: 120 },
	);
});

test("titles, summaries and sections stay plain text in their places", () => {
	const plain: Shown = shown("x", "y");
	const expected = kinds(renderSummary(plain, 1, clock));
	const word = text.filter((one) => /[a-z]/i.test(one));
	fc.assert(
		fc.property(word, (said) => {
			const markdown = renderSummary(shown(said, said), 1, clock);
			expect(kinds(markdown)).toEqual(expected);
			const inner = JSON.stringify(parse(markdown));
			for (const type of ["html", "link", "image", "emphasis", "thematicBreak"])
				expect(inner).not.toContain(`"type":"${type}"`);
		}),
		{ numRuns: 120 },
	);
});

test("texts are as they were, save for what would write over a terminal or turn them around", () => {
	const said = "Two lines,\r\n  indented\twith a tab, `ticks` and ``` fences. Zażółć 日本 😀";
	expect(blocks(renderTurn(turn(said), clock))).toEqual([said.replace("\r\n", "\n")]);
	expect(blocks(renderTurn(turn("a\u202Eb\u0000c\u001B[31md"), clock))).toEqual(["a⟦U+202E⟧b⟦U+0000⟧cd"]);
});

test("long outputs are cut with a note; what was said never is", () => {
	const long = "x".repeat(100_000);
	const [, output = ""] = blocks(renderTurn(tool("Bash cat", { command: "cat" }, long), clock));
	expect(output.length).toBeLessThan(9_000);
	expect(output).toMatch(/\(… 9\d,\d{3} characters left out …\)/);
	expect(blocks(renderTurn(turn(long), clock))).toEqual([long]);
	expect(renderTurn(turn("x", { cut: 1_234 }), clock)).toContain("1,234 characters more were too many to be recorded");
});

test("hundreds of thousands of ticks are no harm", () => {
	const ticks = "` ".repeat(300_000);
	expect(blocks(renderTurn(turn(ticks), clock))).toEqual([ticks]);
});

test("it is seen who spoke, when, what failed and what asked for a backup", () => {
	expect(renderTurn(turn("bchat", { trigger: true }), clock)).toContain("### 09:00:00 · You · asks for a backup");
	expect(renderTurn(turn("Done", { role: "assistant" }), clock)).toContain("### 09:00:00 · Assistant");
	expect(renderTurn(tool("Bash pytest", { command: "pytest" }, "", false), clock)).toContain(
		"<summary>09:00:00 · <code>Bash</code> · failed · Bash pytest</summary>",
	);
	expect(renderTurn(turn("Look around", { sidechain: true }), clock)).toContain(
		"<summary>09:00:00 · Subagent · You</summary>",
	);
});

function shown(title: string, line: string): Shown {
	return {
		file: "chat_log_claude_undated_a.json",
		head: {
			source: "claude",
			sessionId: line,
			cwd: line,
			title,
			firstTurnAt: AT,
			lastTurnAt: AT,
			models: ["m"],
			usage: { inputTokens: 1 },
			summary: oneLine(line),
			keywords: [line],
			userTurns: 1,
			replies: 1,
			toolCalls: 1,
			failedCalls: 1,
			sections: { decisions: [line], errors: [line], configurations: [line] },
		},
	};
}

/** A summary has lines of its own. */
function oneLine(line: string): string {
	return `${line.replaceAll("\n", " ")}\n${line.replaceAll("\n", " ")}`;
}
