import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { warningsAbout } from "../../../server/daemons/code-developer/command-warnings.ts";

describe("a command is warned about that", () => {
	test.each([
		["hides what it does far to the right", `echo ok${" ".repeat(300)}; rm -rf x`, /gap of 300 blanks/],
		["does so with tabs and odd spaces", `echo ok${"\t\u3000".repeat(30)}; rm -rf x`, /gap of 60 blanks/],
		["hides what it does far below", `echo ok${"\n".repeat(80)}rm -rf x`, /gap of 79 empty lines/],
		["does so with lines that only look empty", `echo ok\n${" \t\n".repeat(50)}rm -rf x`, /gap of 50 empty lines/],
		["does so with the line ends of other systems", `echo ok${"\r\n".repeat(30)}rm -rf x`, /gap of 29 empty lines/],
		["has more lines than a screen", "echo\n".repeat(60), /60 lines/],
		["has characters that are not shown", "rm \u202Efile\u200B", /not shown.*U\+202E, U\+200B/],
		["has spaces that a shell takes for letters", "rm\u00A0-rf x", /not shown.*U\+00A0/],
		["would go back to the start of its line", "rm -rf x\recho ok", /not shown.*U\+000D/],
		["piles accents upon accents", `ls a${"\u0301\u0302".repeat(50)}`, /not shown.*U\+0301, U\+0302/],
		["fills itself with letters that look like nothing", `ls \u3164${"\u2800".repeat(9)}`, /U\+3164, U\+2800/],
	])("%s", (_what, command, warning) => {
		expect(warningsAbout(command).join("\n")).toMatch(warning);
	});

	test("is told of the largest gap, in few words however many there are", () => {
		const command = `a${" ".repeat(50)}b${" ".repeat(90)}c\n\n\n\n\n\nd${"\n".repeat(30)}e`;
		expect(warningsAbout(command)).toEqual([
			expect.stringContaining("gap of 90 blanks"),
			expect.stringContaining("gap of 29 empty lines"),
		]);
		const many = Array.from({ length: 200 }, (_, at) => String.fromCodePoint(0xe0001 + at)).join("");
		expect(warningsAbout(many).join().length).toBeLessThan(400);
		expect(warningsAbout(many).join()).toContain("and 192 others");
	});
});

describe("no word is lost on a command that", () => {
	test.each([
		["is plain", "npm test"],
		["is indented", `if x; then\n${" ".repeat(24)}echo ok\nfi`],
		["is laid out with paragraphs", "set -e\n\nnpm ci\n\n\nnpm test\n"],
		["ends in blanks and empty lines, after which nothing comes", `npm test${" ".repeat(300)}${"\n".repeat(300)}`],
		["speaks other languages and has emoji", 'git commit -m "שלום, naïve 日本 🌙 ✔️"'],
		["has blanks at the end of a line", `echo ok${" ".repeat(80)}\necho done`],
		["is empty", ""],
	])("%s", (_what, command) => {
		expect(warningsAbout(command)).toEqual([]);
	});
});

test("takes time in proportion to the command", () => {
	const began = performance.now();
	for (const part of [" ", "\n", " \n", "\t ", "a ", "\u202E", "\u202Ea"]) warningsAbout(part.repeat(200_000));
	expect(performance.now() - began).toBeLessThan(20_000);
}, 60_000);

test("whatever stands between, a part that is pushed far away is warned about", () => {
	const blanks = fc.array(fc.constantFrom(" ", "\t", "\u00A0", "\u3000", "\u2003"), { minLength: 40, maxLength: 99 });
	const lines = fc.array(fc.constantFrom("\n", " \n", "\t\n", "\r\n"), { minLength: 12, maxLength: 60 });
	fc.assert(
		fc.property(fc.oneof(blanks, lines), fc.string(), fc.string(), (gap, before, after) => {
			expect(warningsAbout(`${before}a${gap.join("")}b${after}`).join()).toMatch(/gap of/);
		}),
	);
});
