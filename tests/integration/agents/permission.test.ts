import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventually } from "../../support/wait.ts";
import { choose, scriptedSession as session } from "./harness.ts";

const OPTIONS = [
	{ optionId: "zz-9", name: "Never", kind: "reject_always" },
	{ optionId: "proceed_once", name: "Yes", kind: "allow_once" },
	{ optionId: "once", name: "No", kind: "reject_once" },
];
const CALL = {
	toolCallId: "c1",
	title: "npm test",
	kind: "execute",
	rawInput: { command: ["bash", "-lc", "npm test"] },
};

describe("a permission request", () => {
	test("offers the options by kind, whatever their ids, and answers with the chosen one", async () => {
		const { seen, home, play } = await session();
		expect(await play(["ask", CALL, OPTIONS])).toMatchObject({ stopReason: "end_turn", rejected: false });
		expect(seen.messages).toBe("told proceed_once");
		expect(seen.requests).toEqual([
			{
				key: expect.any(String),
				title: "npm test",
				kind: "execute",
				command: "npm test",
				within: { commands: [], lines: [] },
				detail: "",
				options: OPTIONS,
				paths: [],
				changes: [],
				sessionFolder: home,
			},
		]);
	});

	test("names every path it touches, and the changes it shows", async () => {
		const { seen, home, play } = await session();
		const diff = (path: string, oldText: string | null) => ({ type: "diff", path, oldText, newText: "new" });
		await play([
			"ask",
			{
				toolCallId: "e1",
				title: "Edit",
				kind: "edit",
				content: [diff(`${home}/src/a.ts`, "old"), diff("/etc/hosts", null)],
				locations: [{ path: `${home}/src/a.ts`, line: 3 }, { path: "relative.md" }],
				rawInput: { file_path: "../outside", edits: [{ filePath: "/other/b" }], changes: { "/patched/c": { add: 1 } } },
			},
			OPTIONS,
		]);
		expect(seen.requests[0]).toMatchObject({
			changes: [
				{ path: "src/a.ts", oldText: "old", newText: "new" },
				{ path: "/etc/hosts", oldText: null, newText: "new" },
			],
			sessionFolder: home,
		});
		expect(seen.requests[0]?.paths.sort()).toEqual(
			[
				"/etc/hosts",
				"/other/b",
				"/patched/c",
				`${home}/relative.md`,
				`${home}/src/a.ts`,
				join(home, "..", "outside"),
			].sort(),
		);
	});

	test("is described by the tool call it names", async () => {
		const { seen, play } = await session();
		const diff = { type: "diff", path: "/w/a.ts", oldText: "1\n2\n3\n4\n5\n", newText: "1\n2\n3\nfour\n5\n" };
		await play(
			["update", { sessionUpdate: "tool_call", toolCallId: "e1", title: "Edit a.ts", kind: "edit", content: [diff] }],
			["ask", { toolCallId: "e1" }, OPTIONS],
		);
		expect(seen.requests[0]).toMatchObject({ title: "Edit a.ts", kind: "edit", command: null });
		expect(seen.requests[0]?.detail).toBe("`/w/a.ts`\n\n```diff\n 1\n 2\n 3\n-4\n+four\n 5\n \n```");
	});

	test("for a command without input is about its title, as it was sent", async () => {
		const { seen, play } = await session();
		const call = { toolCallId: "g", title: "npm test\nrm -r build", kind: "execute" };
		await play(["ask", call, OPTIONS]);
		expect(seen.requests[0]).toMatchObject({ title: "npm test rm -r build", command: "npm test\nrm -r build" });
		await play(["ask", { ...call, toolCallId: "h", rawInput: { task: 1 } }, OPTIONS]);
		expect(seen.requests[1]).toMatchObject({ command: null });
	});

	test("for a command that is too long to be read is refused, and nobody is asked", async () => {
		const { seen, play } = await session();
		await expect(
			play(["ask", { ...CALL, rawInput: { command: `: ${"x".repeat(200_000)}` } }, OPTIONS]),
		).rejects.toMatchObject({ message: expect.stringContaining("too long to be shown") });
		expect(seen.requests).toEqual([]);
	});

	test("with input that is nested too deep, or too long to be read, is refused, and the session goes on", async () => {
		const { seen, play } = await session();
		const call = { toolCallId: "c2", title: "Query", kind: "other" };
		const nested: unknown = JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`);
		await expect(play(["ask", { ...call, rawInput: { nested } }, OPTIONS])).rejects.toMatchObject({
			message: expect.stringContaining("nested too deep to be shown"),
		});
		await expect(play(["ask", { ...call, rawInput: { sql: "x".repeat(500_000) } }, OPTIONS])).rejects.toMatchObject({
			message: expect.stringContaining("too long to be shown"),
		});
		expect(seen.requests).toEqual([]);
		await play(["ask", { ...call, rawInput: { sql: `${"x".repeat(150_000)} the end` } }, OPTIONS]);
		expect(seen.requests[0]?.detail).toContain("x the end");
	});

	test("has the same key in another process of the agent, and another when it is asked again", async () => {
		const once = await session();
		await once.play(
			["ask", CALL, OPTIONS],
			["ask", CALL, OPTIONS],
			["ask", { ...CALL, title: "npm run build" }, OPTIONS],
		);
		const again = await session();
		await again.play(["ask", { ...CALL, toolCallId: "other" }, OPTIONS]);
		const keys = once.seen.requests.map(({ key }) => key);
		expect(new Set(keys).size).toBe(3);
		expect(again.seen.requests[0]?.key).toBe(keys[0]);
	});

	test.each([
		["kind", { kind: "edit" }, OPTIONS],
		["input", { rawInput: { command: "npm t" } }, OPTIONS],
		["content", { content: [{ type: "diff", path: "/w/a.ts", oldText: "a", newText: "b" }] }, OPTIONS],
		["locations", { locations: [{ path: "/w/a.ts" }] }, OPTIONS],
		["options' kinds", {}, OPTIONS.map((option) => ({ ...option, kind: "allow_once" }))],
		["options' names", {}, OPTIONS.map((option) => ({ ...option, name: `${option.name}!` }))],
		["options' ids", {}, OPTIONS.map((option) => ({ ...option, optionId: `${option.optionId}x` }))],
	])("has another key with other %s", async (_, change, options) => {
		const { seen, play } = await session();
		await play(["ask", CALL, OPTIONS], ["ask", { ...CALL, ...change, toolCallId: "c2" }, options]);
		const [first, second] = seen.requests.map(({ key }) => key.split("-")[0]);
		expect(second).not.toBe(first);
	});

	test("that was declined marks the turn, unless the agent completed something else", async () => {
		const { play } = await session([], choose("reject_once"));
		const failed = { sessionUpdate: "tool_call_update", toolCallId: "c1", status: "failed" };
		const worked = { sessionUpdate: "tool_call", toolCallId: "w", title: "ls", status: "completed" };
		expect(await play(["ask", CALL, OPTIONS], ["update", failed])).toMatchObject({ rejected: true, failedTool: null });
		expect(await play(["ask", CALL, OPTIONS], ["update", worked])).toMatchObject({ rejected: false });
	});

	test("is cancelled with the turn, and nobody is asked for more", async () => {
		let aborted = false;
		const { agent, seen, sessionId, play } = await session([], (_, signal) => {
			signal.addEventListener("abort", () => {
				aborted = true;
			});
			return new Promise(() => undefined);
		});
		const turn = play(["ask", CALL, OPTIONS]);
		await eventually(() => seen.requests[0]);
		await agent.cancel(sessionId);
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
		expect(seen.messages).toBe("told cancelled");
		expect(aborted).toBe(true);
	});

	test("is aborted when the agent is closed while it waits", async () => {
		const signals: AbortSignal[] = [];
		const { agent, play } = await session([], (_, signal) => {
			signals.push(signal);
			return new Promise(() => undefined);
		});
		const turn = play(["ask", CALL, OPTIONS]);
		const signal = await eventually(() => signals[0]);
		await agent.close();
		expect(signal.aborted).toBe(true);
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
	});

	test("answered with what is no option counts as cancelled", async () => {
		const { seen, play } = await session([], () => ({ optionId: "allow" }));
		await play(["ask", CALL, OPTIONS]);
		expect(seen.messages).toBe("told cancelled");
	});

	test("that cannot be put to the person fails the turn with that very error", async () => {
		const trouble = new Error("the database is locked");
		const { seen, play } = await session([], () => Promise.reject(trouble));
		await expect(play(["ask", CALL, OPTIONS], ["wait"])).rejects.toBe(trouble);
		expect(seen.requests).toHaveLength(1);
	});
});
