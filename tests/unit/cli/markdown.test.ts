import { expect, test } from "vitest";
import { printMarkdown } from "../../../server/cli/print/markdown.ts";

test("Markdown is shown for reading: headings, lists, quotes, tables, links and code", () => {
	const text = [
		"# Deploy",
		"",
		"One of",
		"these, **now**:",
		"",
		"- first",
		"  - inner",
		"- second",
		"",
		"3. three",
		"4. four",
		"",
		"> said",
		"> twice",
		"",
		"| a | b |",
		"|---|---|",
		"| 1 | 2 |",
		"",
		"See [the page](https://example.org/x) and `npm test`.",
		"",
		"```sh",
		"npm run deploy",
		"```",
	].join("\n");
	expect(printMarkdown(text).split("\n")).toEqual([
		"Deploy",
		"",
		"One of",
		"these, **now**:",
		"",
		"- first",
		"",
		"  - inner",
		"- second",
		"",
		"3. three",
		"4. four",
		"",
		"│ said",
		"│ twice",
		"",
		"a | b",
		"1 | 2",
		"",
		"See the page (https://example.org/x) and npm test.",
		"",
		"    npm run deploy",
	]);
});

test.each([
	["a \u001B[31mred\u001B[0m word", "a red word"],
	["&#27;[2J here", "\uFFFD[2J here"],
	["`ls \u202E`", "ls ⟦U+202E⟧"],
	["```\nls \u200B\n", "    ls ⟦U+200B⟧"],
	["a stray ` and \u200B", "a stray ` and ⟦U+200B⟧"],
	["<script>alert(1)</script>", "<script>alert(1)</script>"],
	["<b>x</b> ![a](javascript:x)", "<b>x</b> ![a](javascript:x)"],
	["", ""],
])("%j cannot disguise anything", (text, shown) => {
	expect(printMarkdown(text)).toBe(shown);
});

test("a megabyte of anything is shown in good time", () => {
	const began = performance.now();
	for (const piece of ["> ", "- ", "[", "**", "`", "| a ", "x "]) printMarkdown(piece.repeat(200_000 / piece.length));
	expect(performance.now() - began).toBeLessThan(20_000);
});
