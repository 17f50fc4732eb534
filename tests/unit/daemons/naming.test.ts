import fc from "fast-check";
import { expect, test } from "vitest";
import { branchOf, freeName, itemName } from "../../../server/daemons/code-developer/naming.ts";

test.each([
	["US-112", "Codebase Quality Audit", "us-112-codebase-quality-audit"],
	["PRIORITY 2.5", "New User Experience & Documentation", "priority-2.5-new-user-experience-documentation"],
	["US-1", "Ünïcödé — “quoted”", "us-1-unicode-quoted"],
	["US-1", "日本語", "us-1"],
	["US-1", "ends with.lock", "us-1-ends-with-lock"],
	["x..y", "", "x.y"],
	["…", "…", "item"],
	[
		"US-9",
		"One two three four five six seven eight nine ten eleven twelve",
		"us-9-one-two-three-four-five-six-seven-eight-nine-ten-eleven",
	],
])("%s: %s → %s", (id, title, name) => {
	expect(itemName(id, title)).toBe(name);
	expect(branchOf(name)).toBe(`nightshift/${name}`);
});

test("whatever the item is called, the name is a valid part of a ref and a folder name", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", maxLength: 300 }), (id, title) => {
			const name = itemName(id, title);
			expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,60}$/);
			expect(name).not.toMatch(/\.\.|\.$|-$|\.lock$/);
		}),
	);
});

test("a name that is taken gets the next free number", async () => {
	const taken = new Set(["a", "a-2"]);
	expect(await freeName("a", async (name) => taken.has(name))).toBe("a-3");
	expect(await freeName("b", async (name) => taken.has(name))).toBe("b");
});
