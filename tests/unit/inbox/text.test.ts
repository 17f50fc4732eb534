import { expect, test } from "vitest";
import { clip, oneLine, wellFormed } from "../../../server/inbox/text.ts";

test("text that cannot be stored is mended at any depth, and nothing else changes", () => {
	const value = { "k\ud83d": ["\ude00", "\ud83d\ude00", "\u202e\u0000", 1, null, true, { deep: "\ud800" }] };
	expect(wellFormed(value)).toEqual({
		"k\ufffd": ["\ufffd", "\ud83d\ude00", "\u202e\u0000", 1, null, true, { deep: "\ufffd" }],
	});
});

test("a record's title is one line of limited length", () => {
	expect(oneLine("  two\r\nlines\tand   more ", 100)).toBe("two lines and more");
	expect(oneLine("x".repeat(1_000_000), 10)).toBe(`${"x".repeat(9)}…`);
});

test("a cut never leaves half a character", () => {
	expect(clip("ab\ud83d\ude00cd", 4)).toBe("ab\ufffd…");
	expect(clip("abcd", 4)).toBe("abcd");
});
