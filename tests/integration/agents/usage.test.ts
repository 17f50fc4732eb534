import { describe, expect, test } from "vitest";
import { scriptedSession } from "./harness.ts";

describe("what an agent has used", () => {
	test("is told for the session as it grows; what is left out stays as it was", async () => {
		const { seen, play } = await scriptedSession();
		await play(["usage", 1_000, 200_000, 0.25]);
		await play(["usage", 3_000, 200_000]);
		expect(seen.usages.at(-1)).toEqual({
			contextUsed: 3_000,
			contextSize: 200_000,
			cost: { amount: 0.25, currency: "USD" },
		});
	});

	test("is told for the turn at its end", async () => {
		const { play } = await scriptedSession();
		const spent = { inputTokens: 10, outputTokens: 5, cachedReadTokens: 100, totalTokens: 115 };
		expect((await play(["spend", spent])).usage).toEqual({ ...spent, thoughtTokens: null });
		expect((await play(["spend", { inputTokens: 1, outputTokens: 2 }])).usage).toMatchObject({ totalTokens: 3 });
	});

	test("counts as not told when it is malformed", async () => {
		const { agent, seen, play } = await scriptedSession();
		const update = { sessionUpdate: "usage_update", used: "many", size: -1, cost: { amount: 1, currency: "gold" } };
		const { usage } = await play(["update", update], ["spend", { inputTokens: "x" }]);
		expect(usage).toBeNull();
		expect(seen.usages).toEqual([{ contextUsed: null, contextSize: null, cost: null }]);
		expect(agent.ignored.unknownUpdates).toBe(0);
	});
});

describe("the last message of a turn", () => {
	test("is what the agent said since it last did something else", async () => {
		const { play } = await scriptedSession();
		const { text } = await play(["say", "I look."], ["tool", "t", "ls"], ["say", "All "], ["say", "done.\n"]);
		expect(text).toBe("All done.");
	});

	test("is the one before when nothing but blanks follow, and empty when nothing was said", async () => {
		const { play } = await scriptedSession();
		expect((await play(["say", "Done."], ["tool", "t", "ls"], ["say", " \n"])).text).toBe("Done.");
		expect((await play(["tool", "t", "ls"])).text).toBe("");
	});

	test("begins anew with a message of another id", async () => {
		const { play } = await scriptedSession();
		const chunk = (messageId: string, text: string) => [
			"update",
			{ sessionUpdate: "agent_message_chunk", messageId, content: { type: "text", text } },
		];
		expect((await play(chunk("a", "one"), chunk("b", "two "), chunk("b", "three"))).text).toBe("two three");
	});

	test("keeps its beginning and its end", async () => {
		const { play } = await scriptedSession();
		const { text } = await play(["say", "first"], ["many", 30_000], ["say", "last"]);
		expect(text.length).toBeLessThanOrEqual(20_000);
		expect(text).toMatch(/^first\.+\n\(… [\d,]+ characters left out …\)\n\.+last$/);
	});
});

test("the changes of a tool call are shown with it", async () => {
	const { home, seen, play } = await scriptedSession();
	await play(["diff", "e1", `${home}/src/ä.ts`, "old", "new"], ["diff", "e2", "/etc/hosts", null, "x".repeat(300_000)]);
	const [first, second] = ["e1", "e2"].map((id) => seen.tools.findLast((call) => call.id === id));
	expect(first).toMatchObject({
		status: "completed",
		changes: [{ path: "src/ä.ts", oldText: "old", newText: "new" }],
		paths: [`${home}/src/ä.ts`],
	});
	expect(second).toMatchObject({ changes: [{ path: "/etc/hosts", oldText: null }], paths: ["/etc/hosts"] });
	expect(second?.changes[0]?.newText.length).toBeLessThanOrEqual(200_000);
});
