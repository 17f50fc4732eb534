import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CappedText, capText, oneLine } from "../../../server/agents/capped-text.ts";
import { LineSplitter } from "../../../server/agents/line-splitter.ts";
import { codeBlock, inlineCode } from "../../../server/agents/markdown.ts";

describe("a capped text", () => {
	test("keeps a short text as it is, however it arrives", () => {
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 5 }), (parts) => {
				const text = new CappedText(200);
				for (const part of parts) text.append(part);
				expect(text.toString()).toBe(parts.join(""));
			}),
		);
	});

	test("keeps beginning and end of a long one within the limit, and never half a character", () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: "binary", maxLength: 300 })), (parts) => {
				const text = new CappedText(200);
				for (const part of parts) text.append(part);
				const shown = text.toString();
				expect(shown.length).toBeLessThanOrEqual(200);
				expect(Buffer.from(shown, "utf8").toString("utf8")).toBe(shown);
			}),
		);
	});

	test("counts what is left out", () => {
		const shown = capText("a".repeat(100) + "b".repeat(1000) + "c".repeat(100), 200);
		const [, count = ""] = /^a+\n\(… ([\d,]+) characters left out …\)\n[bc]*c+$/.exec(shown) ?? [];
		expect(Number(count.replaceAll(",", "")) + shown.replace(/\n.*\n/, "").length).toBe(1200);
	});
});

test("one line is one line, and not longer than allowed", () => {
	expect(oneLine("  a\n\tb  ", 10)).toBe("a b");
	expect(oneLine("😀😀😀", 4)).toBe("😀…");
});

describe("splitting lines", () => {
	test("gives the same lines however the bytes arrive", () => {
		fc.assert(
			fc.property(fc.array(fc.stringMatching(/^[a-zä]{0,8}$/)), fc.integer({ min: 1, max: 7 }), (lines, size) => {
				const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
				const splitter = new LineSplitter(100);
				const found: string[] = [];
				for (let at = 0; at < bytes.length; at += size) {
					for (const { bytes: line } of splitter.push(bytes.subarray(at, at + size))) found.push(line.toString());
				}
				expect([...splitter.end()]).toEqual([]);
				expect(found).toEqual(lines);
			}),
		);
	});

	test("keeps the beginning of a line that is too long, and the next one whole", () => {
		const splitter = new LineSplitter(4);
		const lines = [..."abcdefgh\nij\nklmno"].flatMap((char) => [...splitter.push(Buffer.from(char))]);
		lines.push(...splitter.end());
		expect(lines.map(({ bytes, cut }) => [bytes.toString(), cut])).toEqual([
			["abcd", true],
			["ij", false],
			["klmn", true],
		]);
	});
});

test("code cannot end the block it is in", () => {
	expect(codeBlock("a\n```\nb", "sh")).toBe("````sh\na\n```\nb\n````");
	expect(inlineCode("a`b")).toBe("`` a`b ``");
	expect(inlineCode("ab")).toBe("`ab`");
});
