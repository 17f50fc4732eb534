import { describe, expect, test } from "vitest";
import { withinInput } from "../../../server/agents/within-input.ts";

describe("the commands within an input", () => {
	test.each([
		[{ input: { command: "git push" } }, ["git push"]],
		[{ arguments: { steps: [{ cmd: ["bash", "-lc", "git push"] }, { shell_command: "rm x" }] } }, ["git push", "rm x"]],
		[{ commands: ["npm ci", "npm test"] }, ["npm ci", "npm test"]],
		[{ command: "git", args: ["push", "--force"] }, ["git", "git push --force"]],
		[
			{ step: { command: "npm test", env: { NODE_OPTIONS: "--require ./x" } } },
			["NODE_OPTIONS='--require ./x' npm test"],
		],
		[{ script: "git push\nrm x" }, ["git push\nrm x"]],
		[{ commander: "x", command: 5, cmd: "  " }, []],
		["git push", []],
		[null, []],
	])("of %j are seen", (rawInput, expected) => {
		expect(withinInput("other", rawInput, null).commands).toEqual(expected);
	});

	test("do not name the call's own command again, and are no words of an editor", () => {
		expect(withinInput("execute", { command: "npm test", cmd: "rm x" }, "npm test").commands).toEqual(["rm x"]);
		const edits = { edits: [{ command: "insert" }, { command: "insert; rm x" }] };
		expect(withinInput("edit", edits, null).commands).toEqual(["insert; rm x"]);
		expect(withinInput("other", edits, null).commands).toEqual(["insert", "insert; rm x"]);
	});

	test("end where nothing deeper is taken", () => {
		let deep: unknown = { command: "rm x" };
		for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
		expect(withinInput("other", deep, null).commands).toEqual([]);
	});
});

describe("the lines within an input", () => {
	test("are its other texts of one line, and lists of words", () => {
		const input = {
			tool: "x",
			argv: ["git", "push"],
			deep: [{ text: "sudo reboot" }],
			note: "two\nlines",
			long: "x".repeat(3_000),
		};
		expect(withinInput("other", input, null).lines).toEqual(["x", "git push", "git", "push", "sudo reboot"]);
	});

	test("are none where texts are what a file holds", () => {
		expect(withinInput("edit", { newText: "git push" }, null)).toEqual({ commands: [], lines: [] });
	});
});
