import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withdrawQuestion } from "../../../server/inbox/withdraw-question.ts";
import { fingerprint, git, makeRepository, NAME, put, Rig, roadmap } from "./rig.ts";

describe("working on an item", () => {
	test("takes the next item, asks before each step, and commits on a branch of its own; the checkout stays as it is", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md": roadmap({
				"US-1": {
					title: "Make the file",
					steps: ["echo one > made.txt", "echo two >> made.txt"],
					verify: "grep two made.txt",
				},
			}),
			"kept.txt": "kept\n",
		});
		await put(workspace, { "kept.txt": "changed, not committed\n", "new.txt": "not tracked\n" });
		const before = await fingerprint(workspace);
		const rig = await Rig.over(workspace);
		const daemon = rig.start();

		const first = await rig.pending();
		expect(first).toMatchObject({
			daemon: NAME,
			kind: "approval",
			task: "US-1",
			blocking: true,
			onDeadline: "wait",
			deadlineAt: null,
		});
		expect(first.title).toContain("Step 1 of 2");
		expect(first.body).toContain("```sh\necho one > made.txt\n```");
		expect(first.body).toContain("`nightshift/us-1-make-the-file`");
		expect(first.options.every(({ recommended }) => !recommended)).toBe(true);

		const waiting = await daemon.until(({ waitingOn }) => waitingOn?.length === 1);
		expect(waiting).toMatchObject({
			activity: "waiting",
			waitingOn: [first.ticket],
			task: { id: "US-1", title: "Make the file", progress: 0 },
			problem: null,
		});
		expect(waiting.plan?.map(({ status }) => status)).toEqual(["waiting", "pending", "pending"]);
		expect(waiting.plan?.[0]?.ticket).toBe(first.ticket);

		await rig.answer("run");
		const second = await rig.answer("run");
		expect(second.title).toContain("Step 2 of 2");
		const check = await rig.answer("run");
		expect(check.body).toContain("```sh\ngrep two made.txt\n```");

		const run = await rig.run("US-1", "done");
		expect(run).toMatchObject({ daemon: NAME, workspace, branch: "nightshift/us-1-make-the-file", reason: null });
		expect(await git(workspace, "rev-parse", run.branch)).toBe(run.commit);
		expect(await git(workspace, "show", `${run.branch}:made.txt`)).toBe("one\ntwo");
		const [subject, author, parent] = (
			await git(workspace, "log", "-1", "--format=%s%n%an <%ae>%n%P", run.branch)
		).split("\n");
		expect([subject, author, parent]).toEqual(["US-1: Make the file", "Pat Person <pat@example.org>", run.baseCommit]);
		expect(
			await git(workspace, "log", "-1", "--format=%(trailers:key=Nightshift-Item,valueonly)", run.branch),
		).toContain("US-1");

		const idle = await daemon.until(({ activity }) => activity === "idle");
		expect(idle).toMatchObject({ task: null, waitingOn: [], plan: [], message: "The only item is done." });
		expect(await fingerprint(workspace)).toEqual(before);
		expect((await daemon.stop()).code).toBe(0);
	});

	test("tells the activity feed what happened, in order", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["echo hello && touch a"] } }) });
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		await rig.entry(({ title }) => title.startsWith("Finished US-1"));
		const entries = await rig.activity();
		expect(entries.map(({ kind }) => kind)).toEqual([
			"task",
			"plan",
			"question",
			"question",
			"tool",
			"message",
			"commit",
			"task",
		]);
		expect(entries.every(({ task }) => task === "US-1")).toBe(true);
		expect(entries.find(({ kind }) => kind === "tool")).toMatchObject({
			outcome: "ok",
			detail: expect.stringContaining("hello"),
		});
		expect(entries.at(-1)?.outcome).toBe("ok");
	});

	test("goes on with the next item, from the present HEAD of the checkout", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md": roadmap({
				"US-1": { steps: ["touch a"] },
				"PRIORITY 2.5": { title: "Ünïcode & more!", steps: ["touch b"] },
			}),
		});
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		const second = await rig.pending();
		expect(second.task).toBe("PRIORITY 2.5");
		const run = await rig.run("PRIORITY 2.5", "running");
		expect(run.branch).toBe("nightshift/priority-2.5-unicode-more");
		expect(run.baseCommit).toBe(await git(workspace, "rev-parse", "HEAD"));
	});

	test("an item that changes nothing is done without a commit", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["true"] } }) });
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		expect((await rig.run("US-1", "done")).commit).toBeNull();
		const entry = await rig.entry(({ title }) => title.startsWith("Finished"));
		expect(entry.detail).toBe("Nothing was changed, so there is no commit.");
	});

	test("commits as Nightshift where git knows no name, and never signs", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] } }) });
		await git(workspace, "config", "--unset", "user.name");
		await git(workspace, "config", "--unset", "user.email");
		await git(workspace, "config", "commit.gpgSign", "true");
		await git(workspace, "config", "gpg.program", "false");
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		const { branch } = await rig.run("US-1", "done");
		const author = await git(workspace, "log", "-1", "--format=%an <%ae> %cn <%ce>", branch);
		expect(author).toBe("Nightshift <nightshift@localhost> Nightshift <nightshift@localhost>");
	});

	test("works in the configured folder of a larger repository", async () => {
		const root = await makeRepository({
			"packages/app/ROADMAP.md": roadmap({ "US-1": { steps: ["pwd > where.txt"] } }),
			"top.txt": "top\n",
		});
		const rig = await Rig.over(join(root, "packages/app"));
		rig.start();
		await rig.answer("run");
		const { branch } = await rig.run("US-1", "done");
		expect(await git(root, "show", `${branch}:packages/app/where.txt`)).toMatch(/us-1-do-us-1\/packages\/app$/);
	});

	test("leaves what exists under the name of its branch to its owner", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] } }) });
		await git(workspace, "branch", "nightshift/us-1-do-us-1");
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		expect((await rig.run("US-1", "done")).branch).toBe("nightshift/us-1-do-us-1-2");
		expect(await git(workspace, "rev-parse", "nightshift/us-1-do-us-1")).toBe(
			await git(workspace, "rev-parse", "main"),
		);
	});

	test("is not led astray by the surroundings of a git hook", async () => {
		const elsewhere = await makeRepository({ "other.txt": "other\n" });
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a && git add a"] } }) });
		const before = await fingerprint(elsewhere);
		const rig = await Rig.over(workspace);
		rig.start({
			GIT_DIR: join(elsewhere, ".git"),
			GIT_INDEX_FILE: join(elsewhere, ".git/index"),
			GIT_WORK_TREE: elsewhere,
		});
		await rig.answer("run");
		const { branch } = await rig.run("US-1", "done");
		expect(await git(workspace, "ls-tree", "--name-only", branch)).toBe("ROADMAP.md\na");
		expect(await fingerprint(elsewhere)).toEqual(before);
	});
});

describe("when an item does not end well", () => {
	test("a refused step sets it aside with the reason, keeps the work, asks nothing more and goes on", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md": roadmap({ "US-1": { steps: ["touch kept", "touch never"] }, "US-2": { steps: ["touch b"] } }),
		});
		const before = await fingerprint(workspace);
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		const { ticket } = await rig.answer("stop", "not on this machine");
		const run = await rig.run("US-1", "failed");
		expect(run.reason).toContain(ticket);
		expect(run.reason).toContain("not on this machine");
		expect(await git(run.worktree, "status", "--porcelain")).toBe("?? kept");
		expect((await rig.pending()).task).toBe("US-2");
		expect(await rig.questions()).toHaveLength(3);
		expect(await fingerprint(workspace)).toEqual(before);
	});

	test("a failing step sets it aside with its output", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md": roadmap({ "US-1": { steps: ["echo the reason; exit 3"] } }),
		});
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		await rig.answer("run");
		const run = await rig.run("US-1", "failed");
		expect(run.reason).toContain("failed");
		const entry = await rig.entry(({ title }) => title.startsWith("Set aside US-1"));
		expect(entry).toMatchObject({ kind: "task", outcome: "failed" });
		expect(entry.detail).toContain("the reason");
		expect(entry.detail).toContain(run.worktree);
		const idle = await daemon.until(({ activity }) => activity === "idle");
		expect(idle.message).toBe("Only items that were set aside are left: US-1.");
	});

	test("a failing check leaves the work uncommitted; one that is left out does not", async () => {
		const items = {
			"US-1": { steps: ["touch a"], verify: "test -e missing" },
			"US-2": { steps: ["touch b"], verify: "test -e missing" },
		};
		const workspace = await makeRepository({ "ROADMAP.md": roadmap(items) });
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		await rig.answer("run");
		const failed = await rig.run("US-1", "failed");
		expect(failed.reason).toBe("The check “test -e missing” failed (exit code 1).");
		expect(await git(failed.worktree, "status", "--porcelain")).toBe("?? a");
		await rig.answer("run");
		await rig.answer("leave-out");
		expect((await rig.run("US-2", "done")).commit).not.toBeNull();
	});

	test("a withdrawn question is no yes", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] } }) });
		const rig = await Rig.over(workspace);
		rig.start();
		const { ticket } = await rig.pending();
		await withdrawQuestion(rig.db, ticket, "not needed");
		const run = await rig.run("US-1", "failed");
		expect(run.reason).toContain(`${ticket} was withdrawn (not needed)`);
		expect(await git(run.worktree, "status", "--porcelain")).toBe("");
	});

	test("a commit that a hook refuses sets it aside with the hook's words", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"] } }) });
		await writeFile(join(workspace, ".git/hooks/pre-commit"), "#!/bin/sh\necho 'no commits on Fridays' >&2\nexit 1\n", {
			mode: 0o755,
		});
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		const run = await rig.run("US-1", "failed");
		expect(run.reason).toBe("The commit was refused: no commits on Fridays");
		expect(await readFile(join(run.worktree, "a"), "utf8")).toBe("");
	});

	test("a step that leaves the branch is not committed anywhere", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md": roadmap({ "US-1": { steps: ["git checkout -q -b elsewhere; touch a"] } }),
		});
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		expect((await rig.run("US-1", "failed")).reason).toContain("no longer on its branch");
	});
});
