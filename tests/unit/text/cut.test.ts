import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CappedText, capText } from "../../../server/text/capped-text.ts";
import { clip, oneLine } from "../../../server/text/cut.ts";

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

test("one line is one line, not longer than allowed, and never half a character", () => {
	expect(oneLine("  two\r\nlines\tand   more ", 100)).toBe("two lines and more");
	expect(oneLine("x".repeat(1_000_000), 10)).toBe(`${"x".repeat(9)}…`);
	expect(oneLine("😀😀😀", 4)).toBe("😀…");
});

test("one line says that more was left out, however far away that is", () => {
	expect(oneLine(`a${" ".repeat(100)}b`, 10)).toBe("a…");
});

test("a beginning is cut where a character ends", () => {
	expect(clip("ab😀cd", 4)).toBe("ab…");
	expect(clip("abcd", 4)).toBe("abcd");
	expect(clip("abcde", 4)).toBe("abc…");
});
