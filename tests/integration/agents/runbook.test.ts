import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventually } from "../../support/wait.ts";
import { choose } from "./harness.ts";
import { runbookPlace } from "./runbook-harness.ts";
import { livingCarriers } from "./survivors.ts";

describe("the runbook agent", () => {
	test("runs the steps in order, each with permission, in the session's folder", async () => {
		const { cwd, open } = await runbookPlace();
		const { agent, seen, run } = await open();
		const result = await run("# make it\necho one > 'a file'", "bash\necho two >> 'a file'; pwd", "python\nprint(3)");
		expect(agent.info).toEqual({ name: "Runbook", version: expect.any(String) });
		expect(result).toMatchObject({ stopReason: "end_turn", failedTool: null, rejected: false });
		expect(await readFile(join(cwd, "a file"), "utf8")).toBe("one\ntwo\n");
		expect(seen.requests).toMatchObject([
			{ title: "Step 1 of 2: echo one > 'a file'", kind: "execute", command: "# make it\necho one > 'a file'" },
			{ title: "Step 2 of 2: echo two >> 'a file'; pwd" },
		]);
		expect(seen.requests[0]?.options).toEqual([
			{ optionId: "run", kind: "allow_once", name: "Run it" },
			{ optionId: "run-all", kind: "allow_always", name: "Run it and the rest of this item's steps without asking" },
			{ optionId: "skip", kind: "reject_once", name: "Skip this step" },
			{ optionId: "stop", kind: "reject_always", name: "Stop here" },
		]);
		expect(seen.tools.at(-1)).toMatchObject({ id: "step-2", status: "completed", output: `${cwd}\n` });
		expect(seen.plans[0]?.map(({ status }) => status)).toEqual(["pending", "pending"]);
		expect(seen.plans.at(-1)?.map(({ status }) => status)).toEqual(["completed", "completed"]);
		expect(seen.messages).toBe("All 2 steps are done.\n");
	});

	test("shows which step it asks about before it asks", async () => {
		const { open } = await runbookPlace();
		const plans: unknown[] = [];
		const { seen, run } = await open((request, signal) => {
			plans.push(seen.plans.at(-1)?.map(({ status }) => status));
			expect(seen.tools.at(-1)).toMatchObject({ title: request.title, status: "pending" });
			return choose("allow_once")(request, signal);
		});
		await run("true", "true");
		expect(plans).toEqual([
			["in_progress", "pending"],
			["completed", "in_progress"],
		]);
	});

	test("stops at the first failure and says so with exit code and last lines", async () => {
		const { cwd, open } = await runbookPlace();
		const { seen, run } = await open();
		const result = await run("echo fine", "echo to-out\necho to-err >&2\nfalse\necho never", "touch third");
		expect(result).toMatchObject({ stopReason: "end_turn", rejected: false });
		expect(result.failedTool).toEqual({
			title: "Step 2 of 3: echo to-out",
			output: "to-out\nto-err\n(exit code 1)",
		});
		expect(seen.messages).toBe(
			"Step 2 of 3 (echo to-out) failed: exit code 1.\n\n```\nto-out\nto-err\n```\n\nThe steps after it were not run.\n",
		);
		expect(seen.plans.at(-1)?.map(({ status }) => status)).toEqual(["completed", "in_progress", "pending"]);
		expect(await readdir(cwd)).toEqual([]);
	});

	test.each([
		["echo $undefined_variable", /undefined_variable/],
		["bash\nfalse | true", /exit code 1/],
		["bash\n[[ 1 == 2 ]]", /exit code 1/],
		["echo 'unclosed", /[Uu]nterminated|unexpected EOF|exit code 2/],
		["kill -9 $$", /ended by SIGKILL/],
		[`: ${"x".repeat(130_000)}`, /split it/],
	])("takes %.30j for a failure", async (block, how) => {
		const { open } = await runbookPlace();
		const { run } = await open();
		expect((await run(block)).failedTool?.output).toMatch(how);
	});

	test("gives commands no input to wait for, and keeps a pipe's failure to bash", async () => {
		const { open } = await runbookPlace();
		const { seen, run } = await open();
		expect(await run("read answer || echo nothing to read; false | true")).toMatchObject({ failedTool: null });
		expect(seen.tools.at(-1)?.output).toBe("nothing to read\n");
	});

	test("asks no more once the rest was allowed", async () => {
		const { cwd, open } = await runbookPlace();
		const { seen, run } = await open(choose("allow_always"));
		await run("echo 1 >> log", "echo 2 >> log", "echo 3 >> log");
		expect(seen.requests).toHaveLength(1);
		expect(await readFile(join(cwd, "log"), "utf8")).toBe("1\n2\n3\n");
	});

	test("goes on after a step that is skipped, and repeats what the person said", async () => {
		const { cwd, open } = await runbookPlace();
		const { seen, run } = await open((request, signal) =>
			request.title.includes("1 of 2")
				? choose("reject_once", "not today")(request, signal)
				: choose("allow_once")(request, signal),
		);
		expect(await run("touch one", "touch two")).toMatchObject({
			stopReason: "end_turn",
			failedTool: null,
			rejected: false,
		});
		expect(await readdir(cwd)).toEqual(["two"]);
		expect(seen.messages).toContain("Step 1 was skipped. You said: not today");
	});

	test("does nothing more when told to stop", async () => {
		const { cwd, open } = await runbookPlace();
		const { seen, run } = await open(choose("reject_always"));
		expect(await run("touch one", "touch two")).toMatchObject({
			stopReason: "end_turn",
			failedTool: null,
			rejected: true,
		});
		expect(await readdir(cwd)).toEqual([]);
		expect(seen.messages).toBe("Stopped before step 1, as you chose.\n");
	});

	test("refuses an item without steps and says what to add", async () => {
		const { open } = await runbookPlace();
		const { seen, run } = await open();
		expect(await run("python\nprint()")).toMatchObject({ stopReason: "refusal", failedTool: null });
		expect(seen.messages).toContain("This item has no sh steps; add fenced sh blocks");
	});

	test("reads the item from plain text as well", async () => {
		const { cwd, open } = await runbookPlace();
		const { agent, sessionId } = await open();
		await agent.prompt(
			sessionId,
			"Work on this.\n\n## US-3: Plain 📝 Planned\n\n~~~bash\n[[ 1 ]] && touch plain\n~~~\n",
		);
		expect(await readdir(cwd)).toEqual(["plain"]);
	});

	test("streams output while a step runs, and keeps beginning and end of a long one", async () => {
		const { cwd, open } = await runbookPlace();
		const { seen, run } = await open();
		const turn = run("echo begun; until [ -e go ]; do sleep 0.02; done; seq 100000; echo over");
		await eventually(() => seen.tools.find(({ status, output }) => status === "in_progress" && output === "begun\n"));
		await writeFile(join(cwd, "go"), "");
		await turn;
		const output = seen.tools.at(-1)?.output ?? "";
		expect(output.length).toBeLessThanOrEqual(20_000);
		expect(output).toMatch(/^begun\n1\n2\n.*characters left out.*\n100000\nover\n$/s);
	});

	test("ends what a step leaves in the background", async () => {
		const { token, open } = await runbookPlace();
		const { run, seen } = await open();
		const server = "(trap 'exit 0' TERM; while :; do sleep 0.1; done) &";
		expect(await run(`${server}\necho started`)).toMatchObject({ failedTool: null });
		expect(seen.tools.at(-1)?.output).toMatch(/^started\n/);
		expect(livingCarriers(token)).toHaveLength(1);
	});

	test("kills the running step's whole tree on cancel", async () => {
		const { cwd, token, open } = await runbookPlace();
		const { agent, sessionId, seen, run } = await open();
		const turn = run("sh -c 'trap \"\" TERM; touch ready; while :; do sleep 0.1; done' & wait", "touch never");
		await eventually(async () => (await readdir(cwd)).includes("ready") || null);
		await agent.cancel(sessionId);
		expect(await turn).toMatchObject({ stopReason: "cancelled" });
		expect(livingCarriers(token)).toHaveLength(1);
		expect(seen.tools.at(-1)).toMatchObject({ status: "failed", output: "(stopped)" });
		expect(await readdir(cwd)).toEqual(["ready"]);
	});
});
