import { describe, expect, test } from "vitest";
import { startAgent } from "../../../server/agents/start-agent.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { allowOnce, recording, scripted, scriptedSession, started } from "./harness.ts";
import { livingCarriers, tokenFor } from "./survivors.ts";

const OPTIONS = [{ optionId: "y", name: "Yes", kind: "allow_once" }];

describe("the kind of an agent's trouble is told with the error", () => {
	test.each([
		[
			-32603,
			"Internal error",
			{ details: "429 Too Many Requests", retryAfter: 20 },
			{ trouble: "rate-limit", retryAfterMs: 20_000 },
		],
		[-32000, "Authentication required", undefined, { trouble: "sign-in" }],
		[-32000, "fetch failed", { cause: { code: "ENOTFOUND" } }, { trouble: "network" }],
		[-32603, "API Error: 529 Overloaded", undefined, { trouble: "model" }],
		[-32603, "prompt is too long: 3 tokens > 2 maximum", undefined, { trouble: "full", room: "context" }],
		[-32601, "Method not found", undefined, { trouble: "protocol" }],
		[-32603, "Internal error", { details: "undefined is not a function" }, { trouble: "crash" }],
	])("of a turn: %i %s", async (code, message, data, details) => {
		const { play } = await scriptedSession();
		await expect(play(["fail", code, message, data])).rejects.toMatchObject({ code: "agent-failed", details });
		expect(await play(["say", "it lives"])).toMatchObject({ stopReason: "end_turn", trouble: null });
	});

	test("of a turn in which it died, by its last words", async () => {
		const dies = await scriptedSession();
		await expect(dies.play(["exit", 7])).rejects.toMatchObject({ details: { trouble: "crash", code: 7 } });
		const signedOut = await scriptedSession();
		await expect(signedOut.play(["complain", "Not logged in. Please run /login"], ["exit", 1])).rejects.toMatchObject({
			details: { trouble: "sign-in" },
		});
	});

	test.each([
		[["no-such-agent"], "missing"],
		[scripted("babble"), "protocol"],
		[scripted("version-2"), "protocol"],
		[scripted("auth-at-start"), "sign-in"],
		[scripted("exit"), "crash"],
		[scripted("hang"), "silent"],
	])("of a start: %j", async (command, trouble) => {
		const { home } = await tempHome();
		const { options } = recording(command, home, allowOnce, { startTimeoutMs: trouble === "silent" ? 300 : 20_000 });
		await expect(startAgent(options)).rejects.toMatchObject({ code: "agent-failed", details: { trouble } });
	});

	test("when it reports it as its answer", async () => {
		const { play } = await scriptedSession();
		expect(await play(["say", "You've hit your limit · try again in 2h"])).toMatchObject({
			stopReason: "end_turn",
			trouble: { trouble: "rate-limit", retryAfterMs: 7_200_000 },
		});
		expect(await play(["say", "I mended the rate limit."])).toMatchObject({ trouble: null });
	});
});

describe("an agent that hangs", () => {
	test("when a session is opened is given up after the time for a start", async () => {
		const { home } = await tempHome();
		const { agent } = await started(scripted("hang-new"), home, allowOnce, { startTimeoutMs: 6_000 });
		await expect(agent.openSession({ cwd: home })).rejects.toMatchObject({
			message: expect.stringContaining('did not answer "session/new" within 6 seconds'),
			details: { trouble: "silent" },
		});
	});

	test("in a turn is given up, and told apart from one that works", async () => {
		const { play } = await scriptedSession([], allowOnce, { silenceTimeoutMs: 400 });
		await expect(play(["say", "hm"], ["silence"])).rejects.toMatchObject({
			message: expect.stringContaining("gave no sign of life for 0.4 seconds"),
			details: { trouble: "silent" },
		});
	});

	test("is waited for while a person is being asked, or a command runs", async () => {
		const held: (() => void)[] = [];
		const { seen, play } = await scriptedSession(
			[],
			({ options, kind }) =>
				kind === "edit"
					? new Promise((resolve) => held.push(() => resolve({ optionId: options[0]?.optionId ?? "" })))
					: { optionId: options[0]?.optionId ?? "" },
			{ silenceTimeoutMs: 500 },
		);
		const started = performance.now();
		const turn = play(
			["ask", { toolCallId: "e", title: "Edit", kind: "edit" }, OPTIONS],
			["terminal", null, "sleep 1.2"],
			["say", "!"],
		);
		await eventually(() => held.length > 0 && performance.now() - started > 1_200);
		for (const answer of held) answer();
		expect(await turn).toMatchObject({ stopReason: "end_turn" });
		expect(seen.messages).toContain("told y");
	});

	test("when its turn is cancelled is given up as well", async () => {
		const { agent, seen, sessionId, play } = await scriptedSession([], allowOnce, { cancelTimeoutMs: 300 });
		const turn = play(["say", "hm"], ["silence"]);
		turn.catch(() => undefined); // awaited below
		await eventually(() => seen.messages === "hm");
		await agent.cancel(sessionId);
		await expect(turn).rejects.toMatchObject({
			message: expect.stringContaining('did not answer "session/cancel" within 0.3 seconds'),
			details: { trouble: "silent" },
		});
	});

	test("with its ears shut can be closed, whatever waits to be sent", async () => {
		const { token, env } = tokenFor();
		const { agent, seen, sessionId, play } = await scriptedSession([], allowOnce, { env, stopTimeoutMs: 300 });
		const turn = play(["deaf"]);
		await eventually(() => seen.messages.includes("deaf"));
		await agent.cancel(sessionId);
		await agent.close();
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
		expect(livingCarriers(token)).toEqual([]);
	});
});

describe("a flood", () => {
	test("of 100,000 small updates is taken without growing", async () => {
		const { seen, play } = await scriptedSession();
		const before = process.memoryUsage().heapUsed;
		expect(await play(["many", 100_000])).toMatchObject({ stopReason: "end_turn" });
		expect(seen.messages.length).toBe(100_000);
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
	});

	test("in one line of 50 MB is left out, and the agent lives on", async () => {
		const { agent, play } = await scriptedSession();
		expect(await play(["flood", 50, 0], ["say", "still here"])).toMatchObject({ text: "still here" });
		expect(agent.ignored.longLines).toBe(1);
	});
});
