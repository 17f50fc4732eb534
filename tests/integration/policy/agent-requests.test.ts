import { expect, test } from "vitest";
import type { PermissionPatterns } from "../../../server/config/types.ts";
import { decide } from "../../../server/policy/decide.ts";
import { scriptedSession } from "../agents/harness.ts";

const OPTIONS = [
	{ optionId: "y", name: "Yes", kind: "allow_once" },
	{ optionId: "n", name: "No", kind: "reject_once" },
];

/** A scripted agent whose requests are decided by those patterns; a question is left without an answer. */
async function governed(changes: Partial<PermissionPatterns>) {
	const decisions: string[] = [];
	const patterns = { allow: ["read", "search", "think", "edit"], ask: [], deny: [], ...changes };
	const judged = await scriptedSession([], (request) => {
		const where = { worktree: request.sessionFolder, item: "US-1", agent: "scripted" };
		const { decision } = decide(request, { patterns, rules: [], ...where });
		decisions.push(decision);
		const wanted = { allow: "allow_once", deny: "reject_once", ask: "" }[decision];
		const option = request.options.find(({ kind }) => kind === wanted);
		return option ? { optionId: option.optionId } : { cancelled: true };
	});
	return { ...judged, decisions };
}

test.each([
	["NODE_OPTIONS", "--require ./evil.cjs"],
	["LD_PRELOAD", "./evil.so"],
	["BASH_ENV", "evil.sh"],
	["GIT_SSH_COMMAND", "sh evil.sh"],
])("a command that is allowed does not run unasked with %s set for it", async (name, value) => {
	const { seen, decisions, play } = await governed({ allow: ["execute:true", "execute:true *", "execute:* x"] });
	const env = [{ name, value }];
	await play(["terminal", null, "true", { env }]);
	await play(["terminal", null, "true", { args: ["x"], env }]);
	expect(seen.messages.match(/nobody has allowed it/g)).toHaveLength(2);
	const call = { title: "true", kind: "execute" };
	await play(["ask", { ...call, toolCallId: "a", rawInput: { command: "true", env: { [name]: value } } }, OPTIONS]);
	await play([
		"ask",
		{ ...call, toolCallId: "b", rawInput: { cmd: ["true", "x"], env: [`${name}=${value}`] } },
		OPTIONS,
	]);
	expect(decisions).toEqual(["ask", "ask", "ask", "ask"]);
	await play(["terminal", null, "true", { env: [{ name: "NO_COLOR", value: "1" }] }]);
	expect(decisions.at(-1)).toBe("allow");
});

test("a pattern that names the variable and its value allows the command with it, and one that forbids finds it", async () => {
	const env = [{ name: "NODE_ENV", value: "test" }];
	const allowing = await governed({ allow: ["execute:NODE_ENV=test true*"] });
	await allowing.play(["terminal", null, "true", { env }]);
	await allowing.play(["terminal", null, "true", { env: [{ name: "NODE_ENV", value: "other" }] }]);
	expect(allowing.decisions).toEqual(["allow", "ask"]);
	const forbidding = await governed({ allow: ["execute"], deny: ["execute:*NODE_ENV=*", "execute:touch *"] });
	await forbidding.play(["terminal", null, "true", { env }]);
	await forbidding.play(["terminal", null, "if true; then touch x; fi", { env: [{ name: "A", value: "1" }] }]);
	expect(forbidding.decisions).toEqual(["deny", "deny"]);
});

test.each([
	["think", { command: "git push --force" }],
	["edit", { file_path: "a.ts", command: "git push --force" }],
	["read", { path: "a.ts", cmd: ["git", "push", "--force"] }],
	["other", { command: ["bash", "-lc", "git push --force"] }],
])("a command is judged and shown as one when the agent calls it %s", async (kind, rawInput) => {
	const request = ["ask", { toolCallId: "a", title: "Look at it", kind, rawInput }, OPTIONS];
	const asking = await governed({ allow: ["read", "search", "think", "edit", "other"] });
	await asking.play(request);
	expect(asking.decisions).toEqual(["ask"]);
	expect(asking.seen.requests[0]).toMatchObject({ kind, command: "git push --force" });
	expect(asking.seen.requests[0]?.detail).toContain("push");
	const forbidding = await governed({ allow: ["execute"], deny: ["execute:git push*"] });
	await forbidding.play(request);
	const allowing = await governed({ allow: ["execute:git push --force"] });
	await allowing.play(request);
	expect([forbidding.decisions, allowing.decisions]).toEqual([["deny"], ["allow"]]);
});

test("a command that a tool is given deeper in its input is seen, shown and held against patterns", async () => {
	const request = [
		"ask",
		{
			toolCallId: "m",
			title: "Use a tool",
			kind: "other",
			rawInput: { tool: "shell", arguments: { steps: [{ cmd: ["git", "push", "--force"] }] } },
		},
		OPTIONS,
	];
	const asking = await governed({ allow: ["other"] });
	await asking.play(request);
	expect(asking.decisions).toEqual(["ask"]);
	expect(asking.seen.requests[0]?.detail).toContain("git push --force");
	const forbidding = await governed({ allow: ["other", "execute"], deny: ["execute:git push*"] });
	await forbidding.play(request);
	expect(forbidding.decisions).toEqual(["deny"]);
});

test("an editor's own word for what it does with a file is no command", async () => {
	const { seen, decisions, play } = await governed({});
	const edit = { toolCallId: "a", title: "Edit", kind: "edit" };
	await play(["ask", { ...edit, rawInput: { command: "str_replace", path: "a.ts" } }, OPTIONS]);
	await play(["ask", { ...edit, toolCallId: "b", rawInput: { command: "create; rm x", path: "a.ts" } }, OPTIONS]);
	expect(seen.requests.map(({ command }) => command)).toEqual([null, "create; rm x"]);
	expect(decisions).toEqual(["allow", "ask"]);
});
