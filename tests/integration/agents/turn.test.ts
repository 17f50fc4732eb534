import { describe, expect, test } from "vitest";
import { eventually } from "../../support/wait.ts";
import { scriptedSession as session } from "./harness.ts";

const CALL = {
	toolCallId: "c1",
	title: "npm test",
	kind: "execute",
	rawInput: { command: ["bash", "-lc", "npm test"] },
};

describe("a turn", () => {
	test("passes on plan, messages and thoughts, and tells how it ended", async () => {
		const { seen, play } = await session();
		const entries = [
			{ content: "Read", priority: "high", status: "completed" },
			{ content: "Write", priority: "low", status: "in_progress" },
		];
		const result = await play(
			["update", { sessionUpdate: "plan", entries }],
			["say", "one "],
			["say", "two"],
			["update", { sessionUpdate: "agent_thought_chunk", content: { type: "text", text: "hm" } }],
			["stop", "max_tokens"],
		);
		expect(result).toEqual({
			stopReason: "max_tokens",
			failedTool: null,
			rejected: false,
			usage: null,
			trouble: null,
			text: "one two",
		});
		expect(seen.plans.at(-1)).toEqual([
			{ title: "Read", status: "completed" },
			{ title: "Write", status: "in_progress" },
		]);
		expect(seen).toMatchObject({ messages: "one two", thoughts: "hm" });
	});

	test("merges a tool call with its updates", async () => {
		const { seen, play } = await session();
		const output = (text: string) => [{ type: "content", content: { type: "text", text } }];
		await play(
			["update", { sessionUpdate: "tool_call", ...CALL, status: "pending" }],
			["update", { sessionUpdate: "tool_call_update", toolCallId: "c1", status: "in_progress", content: output("1") }],
			["update", { sessionUpdate: "tool_call_update", toolCallId: "c1", content: output("1 2") }],
			["update", { sessionUpdate: "tool_call_update", toolCallId: "c1", status: "completed" }],
		);
		expect(seen.tools.at(-1)).toEqual({
			id: "c1",
			title: "npm test",
			kind: "execute",
			status: "completed",
			command: "npm test",
			output: "1 2",
			changes: [],
			paths: [],
		});
	});

	test("names the failed call it ended with, but not one that was mended", async () => {
		const { play } = await session();
		const failed = {
			sessionUpdate: "tool_call",
			toolCallId: "f",
			title: "make",
			status: "failed",
			rawOutput: "no rule",
		};
		const worked = { sessionUpdate: "tool_call", toolCallId: "w", title: "make again", status: "completed" };
		expect(await play(["update", failed])).toMatchObject({ failedTool: { title: "make", output: "no rule" } });
		expect(await play(["update", failed], ["update", worked])).toMatchObject({ failedTool: null });
		expect(await play(["say", "nothing"])).toMatchObject({ failedTool: null });
	});

	test("ends as cancelled when it is cancelled", async () => {
		const { agent, seen, sessionId, play } = await session();
		const turn = play(["wait"]);
		await eventually(() => seen.messages.includes("waiting") || null);
		await agent.cancel(sessionId);
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
		await agent.cancel(sessionId);
		expect(await play(["say", " again"])).toMatchObject({ stopReason: "end_turn" });
	});

	test("ends as cancelled when the agent is closed", async () => {
		const { agent, seen, play } = await session();
		const turn = play(["wait"]);
		await eventually(() => seen.messages.includes("waiting") || null);
		await Promise.all([agent.close(), agent.close()]);
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
	});

	test("fails with exit code and last words when the agent dies", async () => {
		const { agent, play } = await session();
		await expect(play(["say", "so far"], ["exit", 7])).rejects.toMatchObject({
			code: "agent-failed",
			message: expect.stringMatching(/exit code 7 in the middle of its turn.*ran out of luck/),
		});
		expect(await agent.exited).toEqual({ code: 7, signal: null });
	});

	test("fails when the agent closes its output, which is the end of the agent too", async () => {
		const { agent, play } = await session();
		await expect(play(["hush"])).rejects.toMatchObject({
			message: expect.stringContaining("closed its output in the middle of its turn"),
		});
		await agent.exited;
	});

	test("fails with the agent's reason when the agent reports an error", async () => {
		const { play } = await session();
		await expect(play(["no-such-act"])).rejects.toMatchObject({
			code: "agent-failed",
			message: expect.stringMatching(/could not do "session\/prompt": Internal error: .*not a function/),
		});
		expect(await play(["say", "it lives"])).toMatchObject({ stopReason: "end_turn" });
	});

	test("survives a flood: what is too much is counted, not kept", async () => {
		const { agent, seen, play } = await session();
		const result = await play(["flood", 17, 1500], ["say", "the end"]);
		expect(result.stopReason).toBe("end_turn");
		expect(agent.ignored).toMatchObject({ longLines: 1, rubbishLines: 0, unknownUpdates: 1500 });
		expect(agent.ignored.characters).toBeGreaterThan(400_000);
		expect(seen.messages.length).toBe(1_000_000);
		expect(seen.plans.every((plan) => plan.length === 500)).toBe(true);
		expect(seen.plans.length).toBeLessThan(1000);
		const [first] = seen.tools;
		expect(first?.title.length).toBeLessThanOrEqual(2000);
		expect(Math.max(...seen.tools.map(({ output }) => output?.length ?? 0))).toBeLessThanOrEqual(20_000);
		expect(seen.log.filter((line) => line.includes("tomorrows_invention"))).toHaveLength(1);
	});

	test("is not disturbed by lines that are no messages", async () => {
		const { agent, seen, play } = await session();
		await play(
			["print", "debug: 1"],
			["print", '{"jsonrpc":"2.0","id":99,"result":{}}'],
			["complain", "careful"],
			["say", "fine"],
		);
		expect(seen.messages).toBe("fine");
		expect(agent.ignored.rubbishLines).toBe(2);
		expect(await eventually(() => seen.log.find((line) => line === "careful"))).toBe("careful");
	});
});
