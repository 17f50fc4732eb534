import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventually, fileText } from "../../support/wait.ts";
import { type Answer, allowOnce, choose } from "./harness.ts";
import { runbookPlace } from "./runbook-harness.ts";
import { livingCarriers } from "./survivors.ts";

/** Step 2 waits for a file, so that it can be interrupted; each step tells the log that it ran. */
const STEPS = ["echo 1 >> log", "echo 2 >> log; until [ -e go ]; do sleep 0.02; done", "echo 3 >> log"];

async function interruptedPlace() {
	const place = await runbookPlace();
	const log = join(place.cwd, "log");
	return {
		...place,
		log: () => readFile(log, "utf8"),
		/** Runs until step 2 is in the middle. */
		async untilStep2(answer: Answer = allowOnce, resume: string | null = null, lines = "1\n2\n") {
			const opened = await place.open(answer, resume);
			const turn = opened.run(...STEPS);
			turn.catch(() => undefined); // its rejection is looked at below
			await fileText(log, (text) => text === lines);
			return { ...opened, turn };
		},
		go: () => writeFile(join(place.cwd, "go"), ""),
	};
}

/** The agent's own process: the only one whose command names its program. */
function agentPid(token: string): number {
	const found = livingCarriers(token).find(({ command }) => command.includes("runbook"));
	return found?.pid ?? expect.unreachable("no agent");
}

describe("a runbook that was interrupted", () => {
	test("by kill -9 in the middle of step 2 goes on there, asks about it again, and repeats nothing", async () => {
		const { token, log, go, open, untilStep2 } = await interruptedPlace();
		const first = await untilStep2();
		process.kill(agentPid(token), "SIGKILL");
		await expect(first.turn).rejects.toMatchObject({
			code: "agent-failed",
			message: expect.stringContaining("SIGKILL"),
		});
		expect(livingCarriers(token)).toEqual([]);

		await go();
		const second = await open(allowOnce, first.sessionId);
		expect(second).toMatchObject({ how: "resumed", sessionId: first.sessionId });
		expect(await second.run(...STEPS)).toMatchObject({ stopReason: "end_turn", failedTool: null });
		expect(second.seen.requests.map(({ title }) => title)).toEqual([
			"Step 2 was interrupted before it finished: run it again?",
			"Step 3 of 3: echo 3 >> log",
		]);
		expect(second.seen.tools.map(({ id }) => id)).not.toContain("step-1");
		expect(second.seen.tools[0]?.id).toBe("step-2-again");
		expect(second.seen.messages).toContain("1 of 3 steps need not be run again.");
		expect(second.seen.plans[0]?.map(({ status }) => status)).toEqual(["completed", "pending", "pending"]);
		expect(await log()).toBe("1\n2\n2\n3\n");
	});

	test("asks about the interrupted step again even when all was allowed, and about it only", async () => {
		const { token, log, go, open, untilStep2 } = await interruptedPlace();
		const first = await untilStep2(choose("allow_always"));
		process.kill(agentPid(token), "SIGKILL");
		await expect(first.turn).rejects.toThrow();
		await go();
		const second = await open(allowOnce, first.sessionId);
		await second.run(...STEPS);
		expect(second.seen.requests).toHaveLength(1);
		expect(await log()).toBe("1\n2\n2\n3\n");
	});

	test("twice asks with another key, so that an old answer is not taken for a new one", async () => {
		const { token, open, untilStep2 } = await interruptedPlace();
		const first = await untilStep2();
		process.kill(agentPid(token), "SIGKILL");
		await expect(first.turn).rejects.toThrow();
		const second = await untilStep2(allowOnce, first.sessionId, "1\n2\n2\n");
		process.kill(agentPid(token), "SIGKILL");
		await expect(second.turn).rejects.toThrow();
		const third = await open(() => ({ cancelled: true }), first.sessionId);
		expect(await third.run(...STEPS)).toMatchObject({ stopReason: "cancelled" });
		expect(third.seen.requests[0]?.title).toBe("Step 2 was interrupted before it finished: run it again? (attempt 3)");
		expect(third.seen.requests[0]?.key).not.toBe(second.seen.requests[0]?.key);
		expect(third.seen.tools[0]?.id).toBe("step-2-again-2");
	});

	test("by closing the agent counts as interrupted; the step's tree is gone", async () => {
		const { token, open, untilStep2 } = await interruptedPlace();
		const first = await untilStep2();
		await first.agent.close();
		expect(await first.turn).toMatchObject({ stopReason: "cancelled" });
		expect(livingCarriers(token)).toEqual([]);
		const second = await open(() => ({ cancelled: true }), first.sessionId);
		await second.run(...STEPS);
		// Closing cancels the turn first; whichever the agent saw last, it does not run the step unasked.
		expect(second.seen.requests[0]?.title).toMatch(
			/^Step 2 was (stopped|interrupted) before it finished: run it again\?$/,
		);
	});

	test("by its own SIGTERM leaves no step behind", async () => {
		const { token, open, untilStep2 } = await interruptedPlace();
		const first = await untilStep2();
		process.kill(agentPid(token), "SIGTERM");
		await first.turn.catch(() => undefined);
		await first.agent.exited;
		expect(livingCarriers(token)).toEqual([]);
		const second = await open(() => ({ cancelled: true }), first.sessionId);
		await second.run(...STEPS);
		expect(second.seen.requests[0]?.title).toBe("Step 2 was interrupted before it finished: run it again?");
	});

	test("while it asked asks the same under the same key", async () => {
		const { open } = await runbookPlace();
		const first = await open(() => new Promise(() => undefined));
		const turn = first.run(...STEPS);
		const request = await eventually(() => first.seen.requests[0]);
		await first.agent.close();
		await turn;
		const second = await open(() => ({ cancelled: true }), first.sessionId);
		await second.run(...STEPS);
		expect(second.seen.requests).toEqual([request]);
	});
});

describe("a runbook prompted again in its session", () => {
	test("asks about a failed step again, in other words", async () => {
		const { open } = await runbookPlace();
		const { seen, run } = await open();
		const steps = ["echo 1 >> log", "test -e mended || { touch mended; false; }"];
		expect((await run(...steps)).failedTool).not.toBeNull();
		expect((await run(...steps)).failedTool).toBeNull();
		expect(seen.requests.map(({ title }) => title)).toEqual([
			"Step 1 of 2: echo 1 >> log",
			"Step 2 of 2: test -e mended || { touch mended; false; }",
			"Step 2 failed before: run it again?",
		]);
	});

	test("starts over when the steps have changed", async () => {
		const { cwd, open } = await runbookPlace();
		const { run } = await open(choose("allow_always"));
		await run("echo old >> log");
		await run("echo new >> log");
		await run("echo new >> log");
		expect(await readFile(join(cwd, "log"), "utf8")).toBe("old\nnew\n");
	});

	test("keeps what was done before the first step that has changed, and asks about the rest although all was allowed", async () => {
		const { cwd, open } = await runbookPlace();
		const first = await open(choose("allow_always"));
		await first.run("echo 1 >> log", "echo 2 >> log", "echo 3 >> log");
		expect(first.seen.requests).toHaveLength(1);
		await first.agent.close();
		const second = await open(allowOnce, first.sessionId);
		await second.run("echo 1 >> log", "echo two >> log", "echo 3 >> log");
		expect(second.seen.requests.map(({ title }) => title)).toEqual([
			"Step 2 of 3: echo two >> log",
			"Step 3 of 3: echo 3 >> log",
		]);
		expect(await readFile(join(cwd, "log"), "utf8")).toBe("1\n2\n3\ntwo\n3\n");
	});

	test("says that it cannot act on words, and takes nothing back", async () => {
		const { open } = await runbookPlace();
		const { agent, seen, sessionId, run } = await open();
		await run("true");
		expect(await agent.prompt(sessionId, "Also tidy up.")).toMatchObject({ stopReason: "end_turn", failedTool: null });
		expect(seen.messages).toContain("only runs an item's steps");
	});

	test("gets a new session when the old one is not known", async () => {
		const { open } = await runbookPlace();
		for (const id of ["6f1b5a0e-0000-4000-8000-000000000000", "../../etc/passwd"]) {
			expect((await open(allowOnce, id)).how).toBe("new");
		}
	});
});
