import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { oneLine, sealStyle, showMarkdown, toTerminal } from "../../../server/cli/print/terminal.ts";
import { packageRoot } from "../../../server/config/package-root.ts";

const ERASE = "\u001B[2K\u001B[1A";

describe("what a terminal is given", () => {
	test("has our own styles, and nobody else's", () => {
		const text = `${sealStyle(`a\u001B[31m${ERASE}b\u202E`, 1, 22)} \u001B]0;title\u0007c\u0008`;
		expect(toTerminal(text)).toBe("\u001B[1mab⟦U+202E⟧\u001B[22m c⟦U+0008⟧");
	});

	test("a style that is guessed is not one", () => {
		expect(toTerminal("\u001B[123456789;31mred\u001B[39m")).toBe("red");
	});

	test("as one line begins no second one, and keeps our styles for later", () => {
		const line = oneLine(`good\r\nQ-99 forged\n\n${sealStyle("x", 1, 22)}\ty`);
		expect(toTerminal(line)).toBe("good Q-99 forged \u001B[1mx\u001B[22m y");
	});
});

describe("Markdown", () => {
	test("in prose loses a terminal's colours", () => {
		expect(showMarkdown("a \u001B[31mred\u001B[0m 👩‍💻 word")).toBe("a red 👩‍💻 word");
	});

	test.each([
		["a fenced block", "```sh\n", "\n```"],
		["a fenced block in a list", "- ~~~\n  ", "\n  ~~~"],
		["a longer fence", "````\n```\n", "\n````"],
		["a fence that is never closed", "```\n", ""],
		["ticks", "run `", "` now"],
		["ticks that are never closed", "run `a\n", ""],
		["an indented block", "    ", ""],
	])("nothing of a command is dropped in %s", (_what, before, after) => {
		const shown = showMarkdown(`${before}ls \u001B[8m; rm\u00A0x${after}`);
		expect(shown).toContain("ls ⟦U+001B⟧[8m; rm⟦U+00A0⟧x");
	});

	test("after a block it is prose again", () => {
		expect(showMarkdown("```\nx\n```\n\u001B[31mred\u001B[0m").endsWith("\nred")).toBe(true);
	});
});

test("nothing in the command line writes past it", () => {
	const folder = join(packageRoot(), "server", "cli");
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
	const writers = files.filter((name) => {
		const text = readFileSync(join(folder, name), "utf8");
		return /console\.|std(out|err)\.write\(/.test(text);
	});
	expect(writers.sort()).toEqual(["context.ts", "report-error.ts", "usage-errors.ts"]);
});
