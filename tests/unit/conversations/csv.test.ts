import { expect, test } from "vitest";
import { cell } from "../../../server/conversations/turns-to-csv.ts";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\u200B=1", "＝1", "|calc", "%x"])(
	"%j is no formula in a table",
	(text) => expect(cell(text).replace(/^"/, "")).toMatch(/^'/),
);

test("quotes what would end a cell, and leaves the rest as it is", () => {
	expect(cell("plain text")).toBe("plain text");
	expect(cell('a "b", c')).toBe('"a ""b"", c"');
	expect(cell("two\nlines")).toBe('"two\nlines"');
	expect(cell(" kept ")).toBe('" kept "');
	expect(cell("")).toBe("");
});
