import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { carriersOf } from "../../support/processes.ts";
import { eventually } from "../../support/wait.ts";
import { git, makeRepository, NAME, Rig, roadmap } from "./rig.ts";

const TWO_STEPS = { "ROADMAP.md": roadmap({ "US-1": { steps: ["echo first >> a", "echo second >> a"] } }) };

describe("a developer that is killed while it waits", () => {
	test("asks nothing twice: the same ticket waits again after the next start", async () => {
		const rig = await Rig.over(await makeRepository(TWO_STEPS));
		const first = rig.start();
		await rig.answer("run");
		const question = await rig.pending();
		await first.until(({ waitingOn }) => waitingOn?.[0] === question.ticket);
		await first.stop("SIGKILL");

		const second = rig.start();
		await second.until(({ waitingOn }) => waitingOn?.[0] === question.ticket);
		expect(await rig.questions()).toHaveLength(2);
		await rig.answer("run");
		const run = await rig.run("US-1", "done");
		expect(await git(rig.workspace, "show", `${run.branch}:a`)).toBe("first\nsecond");
		expect(await rig.runs()).toHaveLength(1);
	});

	test("goes on at its start when it was answered while it was dead", async () => {
		const rig = await Rig.over(await makeRepository(TWO_STEPS));
		const first = rig.start();
		const { ticket } = await rig.pending();
		await first.stop("SIGKILL");
		await answerQuestion(rig.db, ticket, { answer: "run-all" });
		rig.start();
		const run = await rig.run("US-1", "done");
		expect(await git(rig.workspace, "show", `${run.branch}:a`)).toBe("first\nsecond");
		expect(await rig.questions()).toHaveLength(1);
	});

	test("leaves no agent behind", async () => {
		const rig = await Rig.over(await makeRepository(TWO_STEPS));
		const daemon = rig.start();
		await rig.pending();
		expect((await carriersOf(daemon.instance)).length).toBeGreaterThan(1);
		await daemon.stop("SIGKILL");
		await eventually(async () => (await carriersOf(daemon.instance)).length === 0);
	});
});

describe("a developer that is asked to stop", () => {
	test("is gone within two seconds while it waits, with all it started; the question and the run stay open", async () => {
		const rig = await Rig.over(await makeRepository(TWO_STEPS));
		const daemon = rig.start();
		const { ticket } = await rig.pending();
		const asked = performance.now();
		expect(await daemon.stop()).toEqual({ code: 0, signal: null });
		expect(performance.now() - asked).toBeLessThan(2_000);
		expect(await carriersOf(daemon.instance)).toEqual([]);
		expect(JSON.parse(await readFile(rig.paths.daemon(NAME).exit, "utf8"))).toMatchObject({
			instance: daemon.instance,
			code: 0,
		});
		expect((await rig.pending()).ticket).toBe(ticket);
		expect((await rig.runs()).map(({ status }) => status)).toEqual(["running"]);
	});

	test("ends a step that runs, and asks before it runs that one again", async () => {
		const rig = await Rig.over(
			await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch begun; sleep 1000"] } }) }),
		);
		const daemon = rig.start();
		await rig.answer("run");
		const { worktree } = await rig.run("US-1", "running");
		await eventually(() => readFile(join(worktree, "begun")).catch(() => null));
		expect((await daemon.stop()).code).toBe(0);
		expect(await carriersOf(daemon.instance)).toEqual([]);
		rig.start();
		expect((await rig.pending()).title).toMatch(/run it again\?$/);
	});

	test("ends a hook that runs for its commit, and commits at the next start", async () => {
		const workspace = await makeRepository(TWO_STEPS);
		const hook = join(workspace, ".git/hooks/pre-commit");
		await writeFile(hook, "#!/bin/sh\ntouch begun\nsleep 1000\n", { mode: 0o755 });
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		await rig.answer("run-all");
		const { worktree } = await rig.run("US-1", "running");
		await eventually(() => stat(join(worktree, "begun")).catch(() => null));
		const asked = performance.now();
		expect((await daemon.stop()).code).toBe(0);
		expect(performance.now() - asked).toBeLessThan(2_000);
		expect(await carriersOf(daemon.instance)).toEqual([]);

		await writeFile(hook, "#!/bin/sh\nexit 0\n");
		rig.start();
		const run = await rig.run("US-1", "done");
		expect(await git(workspace, "show", `${run.branch}:a`)).toBe("first\nsecond");
		expect(await rig.questions()).toHaveLength(1);
	});

	test.each([
		["ends at once", "exec sleep 1000"],
		["ignores it", "trap '' TERM; while :; do sleep 1; done"],
	])("is gone within two seconds, with its agent, while that one does not come up and %s", async (_, script) => {
		const rig = await Rig.over(await makeRepository(TWO_STEPS), { command: ["sh", "-c", script] });
		const daemon = rig.start();
		await daemon.until(({ message }) => message === "Starting the agent");
		await eventually(async () => (await carriersOf(daemon.instance)).length > 1);
		const asked = performance.now();
		expect((await daemon.stop()).code).toBe(0);
		expect(performance.now() - asked).toBeLessThan(2_000);
		expect(await carriersOf(daemon.instance)).toEqual([]);
	});
});

test("a second instance leaves with 75 and the first goes on", async () => {
	const rig = await Rig.over(await makeRepository(TWO_STEPS));
	const first = rig.start();
	await rig.pending();
	const second = rig.start();
	expect((await second.exited).code).toBe(75);
	expect(await second.log()).toContain("code-developer is already running in");
	await rig.answer("run-all");
	await rig.run("US-1", "done");
	expect(first.child.exitCode).toBeNull();
});

test("a worktree that was half made when the daemon was killed is made anew", async () => {
	const rig = await Rig.over(await makeRepository({ ...TWO_STEPS, "b.txt": "b\n" }));
	const first = rig.start();
	const { ticket } = await rig.pending();
	await first.stop("SIGKILL");
	// As if the kill had come while git was writing files, before any session.
	const run = await rig.run("US-1", "running");
	await git(run.worktree, "rm", "--quiet", "b.txt");
	await git(rig.workspace, "worktree", "lock", "--reason", "initializing", run.worktree);
	await rig.db.prisma.run.update({ where: { id: run.id }, data: { sessionId: null, agent: null } });
	const second = rig.start();
	await second.until(({ waitingOn }) => waitingOn?.[0] === ticket);
	expect(await git(run.worktree, "status", "--porcelain")).toBe("");
});

test("a worktree that was removed while its item was in work sets the item aside", async () => {
	const rig = await Rig.over(await makeRepository(TWO_STEPS));
	const first = rig.start();
	await rig.answer("run");
	await rig.pending();
	await first.stop();
	const { worktree } = await rig.run("US-1", "running");
	await rm(worktree, { recursive: true });
	rig.start();
	expect((await rig.run("US-1", "failed")).reason).toBe(`Its worktree ${worktree} was removed while it was in work.`);
	const { title, options } = await rig.asked("US-1", /./);
	expect(title).toBe("US-1 was set aside. Try it again?");
	expect(options.map(({ id }) => id)).toEqual(["retry", "leave"]);
});
