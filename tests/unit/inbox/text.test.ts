import { expect, test } from "vitest";
import { wellFormed } from "../../../server/inbox/text.ts";

test("text that cannot be stored is mended at any depth, and nothing else changes", () => {
	const value = { "k\ud83d": ["\ude00", "\ud83d\ude00", "\u202e\u0000", 1, null, true, { deep: "\ud800" }] };
	expect(wellFormed(value)).toEqual({
		"k\ufffd": ["\ufffd", "\ud83d\ude00", "\u202e\u0000", 1, null, true, { deep: "\ufffd" }],
	});
});
