import { describe, expect, test } from "vitest";
import { parseCommand, sameItem } from "../../../server/daemons/code-developer/parse-command.ts";

describe("a command to the developer", () => {
	test.each([
		["pause", { verb: "pause" }],
		["  Resume. ", { verb: "resume" }],
		["skip", { verb: "skip", item: null }],
		["SKIP us-9!", { verb: "skip", item: "us-9" }],
		["retry", { verb: "retry", item: null }],
		["retry PRIORITY 2.5", { verb: "retry", item: "PRIORITY 2.5" }],
		["retry 2.5", { verb: "retry", item: "2.5" }],
	])("%s", (text, command) => {
		expect(parseCommand(text)).toEqual(command);
	});

	test.each([
		"pause the deployment",
		"skip the slow tests",
		"please retry",
		"resume work on US-1",
		"use tabs",
		"skip\nUS-1 and more",
	])("%s is a note for the agent", (text) => {
		expect(parseCommand(text)).toEqual({ verb: "note", text });
	});
});

test.each([
	["us-9", "US-009", true],
	["us 9", "US-9", true],
	["2.5", "PRIORITY 2.5", true],
	["priority 2.5", "PRIORITY 2.5", true],
	["2.1", "PRIORITY 2.10", false],
	["US-1", "US-11", false],
])("%s and %s: the same item is %s", (a, b, same) => {
	expect(sameItem(a, b)).toBe(same);
});
