import { describe, expect, it } from "vitest";
import { amount, kindOf, moment, shallow, words } from "../../../server/transcripts/fields.ts";
import { toolLine } from "../../../server/transcripts/tool-line.ts";

it.each([
	["2026-11-21T05:00:00.000Z", "2026-11-21T05:00:00.000Z"],
	["2026-11-21T05:00:00Z", "2026-11-21T05:00:00.000Z"],
	["2026-11-21T05:00:00.123456Z", "2026-11-21T05:00:00.123Z"],
	["2026-11-21T06:00:00+01:00", "2026-11-21T05:00:00.000Z"],
	["2026-11-21 05:00:00", "2026-11-21T05:00:00.000Z"],
	["2026-13-41T05:00:00.000Z", null],
	["05:00", null],
	["", null],
	[1_795_239_587_013, null],
	[null, null],
	["0000-01-01T00:00:00+23:59", null],
	["9999-12-31T23:59:59-23:59", null],
	["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
])("a moment is one in UTC or none: %j", (value, at) => expect(moment(value)).toBe(at));

it("texts can be stored: halves of characters become U+FFFD", () => {
	expect(words("a\uD800b")).toBe("a\uFFFDb");
	expect([words(""), words(7), words(null), words(["a"])]).toEqual([null, null, null, null]);
});

it("kinds are short, and no name that every object has", () => {
	expect(kindOf("system", "new_kind")).toBe("system/new_kind");
	for (const odd of ["__proto__", "constructor", "toString", "x".repeat(100), "a\nb", "", {}])
		expect(kindOf(odd)).toBe("other");
});

it("inputs that are nested too deeply become a remark", () => {
	const deep: unknown = JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`);
	expect(shallow(deep)).toBeTypeOf("string");
	const flat = { a: [{ b: "c" }], d: null };
	expect(shallow(flat)).toBe(flat);
});

describe("a tool in a line", () => {
	it.each([
		["Bash", { command: "ls  -l\n notes", description: "x" }, "Bash: ls -l notes"],
		["shell", { command: ["bash", "-lc", "ls"] }, "shell: bash -lc ls"],
		["exec_command", { cmd: "ls" }, "exec_command: ls"],
		["Read", { file_path: "/a/b.ts" }, "Read: /a/b.ts"],
		["apply_patch", "*** Begin", "apply_patch: *** Begin"],
		["Odd", { anything: 1 }, "Odd"],
		["Odd", null, "Odd"],
		["Odd", { command: 7, path: "" }, "Odd"],
	])("%s %j", (name, input, line) => expect(toolLine(name, input)).toBe(line));

	it("is cut", () => expect(toolLine("Bash", { command: "🙂".repeat(400) }).length).toBeLessThan(320));
});

it.each([
	[12, 12],
	[1e308, 0],
	[Number.POSITIVE_INFINITY, 0],
	[-1, 0],
	["12", 0],
])("how many: %j is %j, so that no sum of them is endless", (value, counted) => expect(amount(value)).toBe(counted));
