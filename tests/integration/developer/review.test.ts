import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { eventually } from "../../support/wait.ts";
import { git, makeRepository, put, Rig, tempFolder } from "./rig.ts";

const ONE = { "ROADMAP.md": "# Roadmap\n\n## US-1: Write it\n\n**Status**: 📝 Planned\n" };
const WRITE = [
	[
		["write", "a.txt", "a\n"],
		["say", "I wrote a.txt."],
	],
];
const REVIEW = { work: { review: true } };

async function finished(turns: unknown[][][] = WRITE, settings: object = REVIEW) {
	const workspace = await makeRepository(ONE);
	const rig = await Rig.acting(workspace, turns, settings, "resume");
	const daemon = rig.start();
	const question = await rig.asked("US-1", /./);
	return { workspace, rig, daemon, question, run: await rig.run("US-1", "review") };
}

describe("finished work is reviewed", () => {
	test("the question shows what was done; the daemon says that it waits, and works on", async () => {
		const { rig, daemon, question, run } = await finished();
		expect(question).toMatchObject({ kind: "review", blocking: false });
		expect(question.options.map(({ id }) => id)).toEqual(["merge", "send-back", "keep"]);
		expect(question.body).toContain("I wrote a.txt.");
		expect(question.body).toContain("+a");
		expect(run).toMatchObject({ waitsFor: question.ticket, commit: expect.any(String) });
		await daemon.until(({ activity, waitingOn }) => activity === "waiting" && waitingOn?.[0] === question.ticket);
		await put(rig.workspace, { "ROADMAP.md": `${ONE["ROADMAP.md"]}\n## US-2: More\n\n**Status**: 📝 Planned\n` });
		await rig.run("US-2", "review");
	});

	test("it is told in one line, after what led to it", async () => {
		const { rig, question } = await finished();
		const titles = (await rig.activity()).map(({ title }) => title);
		const about = titles.filter((title) => /review/i.test(title));
		expect(about).toEqual([`Asked ${question.ticket}: Review US-1: Write it`]);
		expect(titles.findIndex((title) => title.startsWith("Committed"))).toBeLessThan(titles.indexOf(about[0] ?? ""));
	});

	test("what is taken right after a merge is done upon it", async () => {
		const { workspace, rig, daemon, question } = await finished();
		await daemon.stop();
		const [title, rest] = ONE["ROADMAP.md"].split("\n\n## ");
		const two = `${title}\n\n## US-2: More\n\n**Status**: 📝 Planned\n\n## ${rest}`;
		await put(workspace, { "ROADMAP.md": two });
		await git(workspace, "commit", "--quiet", "--all", "--message", "More");
		await answerQuestion(rig.db, question.ticket, { answer: "merge" });
		await rig.change([[["write", "b.txt", "b\n"]]]);
		rig.start();
		const { baseCommit } = await rig.run("US-2", "review");
		expect(baseCommit).toBe((await rig.run("US-1", "done")).result);
		expect(await git(workspace, "show", `${baseCommit}:a.txt`)).toBe("a");
	});

	test("merge: it is in the person's branch, their files are as they were, and worktree and branch are gone", async () => {
		const { workspace, rig, question, run } = await finished();
		await put(workspace, { "mine.txt": "mine\n" });
		await answerQuestion(rig.db, question.ticket, { answer: "merge" });
		const done = await rig.run("US-1", "done");
		expect(done).toMatchObject({ outcome: "merged", result: await git(workspace, "rev-parse", "HEAD") });
		expect(await git(workspace, "show", "HEAD:a.txt")).toBe("a");
		expect(await git(workspace, "show", "HEAD:ROADMAP.md")).toContain("✅");
		expect(await git(workspace, "status", "--porcelain")).toBe("?? mine.txt");
		await eventually(() => !existsSync(run.worktree));
		await eventually(async () => (await git(workspace, "branch", "--list", "nightshift/*")) === "");
		expect((await rig.questions("answered"))[0]?.ticket).toBe(question.ticket);
	});

	test("send back: the agent goes on where it was with the comment, and it is reviewed anew", async () => {
		const { rig, question } = await finished([
			WRITE[0] as unknown[][],
			[
				["write", "a.txt", "better\n"],
				["say", "Better now."],
			],
		]);
		await rig.change([
			[
				["write", "a.txt", "better\n"],
				["say", "Better now."],
			],
		]);
		await answerQuestion(rig.db, question.ticket, { answer: "send-back", comment: "make it better" });
		const again = await eventually(async () =>
			(await rig.questions("pending")).find(({ ticket }) => ticket !== question.ticket),
		);
		expect((await rig.prompts())[1]).toContain("make it better");
		expect(again.body).toContain("+better");
		expect((await rig.runs()).length).toBe(1);
	});

	test("keep: the branch stays and the worktree goes", async () => {
		const { workspace, rig, question, run } = await finished();
		await answerQuestion(rig.db, question.ticket, { answer: "keep" });
		expect(await rig.run("US-1", "done")).toMatchObject({ outcome: "kept" });
		await eventually(() => !existsSync(run.worktree));
		expect(await git(workspace, "rev-parse", run.branch)).toBe(run.commit);
		expect(await git(workspace, "log", "-1", "--format=%s")).toBe("Begin");
	});

	test("a merge that conflicts changes nothing, and the person is asked again with the reason", async () => {
		const { workspace, rig, question } = await finished();
		await put(workspace, { "a.txt": "theirs\n" });
		await git(workspace, "add", "--all");
		await git(workspace, "commit", "--quiet", "--message", "Mine");
		await answerQuestion(rig.db, question.ticket, { answer: "merge" });
		const again = await eventually(async () =>
			(await rig.questions("pending")).find(({ ticket }) => ticket !== question.ticket),
		);
		expect(again.body).toContain("a.txt");
		expect(await git(workspace, "log", "-1", "--format=%s")).toBe("Mine");
		expect(await git(workspace, "status", "--porcelain")).toBe("");
	});

	test("whoever merges by hand is not asked any more", async () => {
		const { workspace, rig, question, run } = await finished();
		await git(workspace, "merge", "--quiet", "--no-edit", run.branch);
		expect(await rig.run("US-1", "done")).toMatchObject({ outcome: "merged" });
		expect((await rig.questions("withdrawn")).map(({ ticket }) => ticket)).toEqual([question.ticket]);
	});

	test("answered while no daemon runs, it is carried out by the next one, once", async () => {
		const { workspace, rig, daemon, question } = await finished();
		await daemon.stop("SIGKILL");
		await answerQuestion(rig.db, question.ticket, { answer: "merge" });
		rig.start();
		await rig.run("US-1", "done");
		expect(await git(workspace, "log", "--merges", "--format=%s")).toContain("US-1");
		expect((await rig.questions()).length).toBe(1);
	});
});

test("what depends on finished work that is not merged begins on its branch", async () => {
	const roadmap =
		"## US-1: First\n\n**Status**: 📝 Planned\n\n## US-2: Second\n\n**Status**: 📝 Planned\n**Depends on**: US-1\n";
	const workspace = await makeRepository({ "ROADMAP.md": roadmap });
	const play = [[["of", ["US-1", [["write", "one.txt", "1\n"]]], ["US-2", [["write", "two.txt", "2\n"]]]]]];
	const rig = await Rig.acting(workspace, play, REVIEW);
	rig.start();
	const first = await rig.run("US-1", "review");
	const second = await rig.run("US-2", "review");
	expect(second.baseCommit).toBe(first.commit);
	expect(await git(workspace, "show", `${second.branch}:one.txt`)).toBe("1");
});

describe("a failed check goes back to the agent", () => {
	const VERIFY = { work: { verify: ["grep -q good a.txt"] } };

	test("with its output; once it is mended the work is committed", async () => {
		const rig = await Rig.acting(
			await makeRepository(ONE),
			[[["once", "../nth-of-check", [["write", "a.txt", "bad\n"]], [["write", "a.txt", "good\n"]]]]],
			VERIFY,
		);
		rig.start();
		const run = await rig.run("US-1", "done");
		expect(run.repairs).toBe(1);
		expect((await rig.prompts())[1]).toContain("The check “grep -q good a.txt” failed");
		const checks = await rig.db.prisma.check.findMany({ orderBy: { id: "asc" } });
		expect(checks.map(({ ok }) => ok)).toEqual([false, true]);
		await rig.entry(({ title }) => title.startsWith("Back to the agent"));
	});

	test("that stays failed sets the item aside after some repairs, and asks whether to try again", async () => {
		const rig = await Rig.acting(await makeRepository(ONE), [[["write", "a.txt", "bad\n"]]], VERIFY);
		rig.start();
		const run = await rig.run("US-1", "failed");
		expect(run).toMatchObject({ repairs: 2, reason: "The check “grep -q good a.txt” failed (exit code 1)." });
		expect(await rig.asked("US-1", /set aside/)).toMatchObject({ blocking: false, kind: "choice" });
	});
});

test("an answer about finished work is carried out while the agent works on another item", async () => {
	const roadmap = "## US-1: First\n\n**Status**: 📝 Planned\n\n## US-2: Long\n\n**Status**: 📝 Planned\n";
	const workspace = await makeRepository({ "ROADMAP.md": roadmap });
	const play = [[["of", ["US-1", [["write", "one.txt", "1\n"]]], ["US-2", [["linger"]]]]]];
	const rig = await Rig.acting(workspace, play, REVIEW);
	rig.start();
	const { waitsFor } = await rig.run("US-1", "review");
	await eventually(async () => (await rig.prompts()).length === 2);
	await answerQuestion(rig.db, waitsFor ?? "", { answer: "merge" });
	expect(await rig.run("US-1", "done")).toMatchObject({ outcome: "merged" });
	expect(await rig.run("US-2", "running")).toBeTruthy();
	expect(await git(workspace, "show", "HEAD:one.txt")).toBe("1");
});

test("so is one that comes while that other item is being taken", async () => {
	const items = ["US-1: First", "US-2: Long"].map((title) => `## ${title}\n\n**Status**: 📝 Planned\n`);
	const prose = `## Notes\n\n${"Some *words* about `things` that [take](#notes) a while to read.\n\n".repeat(8_000)}`;
	const workspace = await makeRepository({ "ROADMAP.md": [...items, prose].join("\n") });
	const play = [[["of", ["US-1", [["write", "one.txt", "1\n"]]], ["US-2", [["linger"]]]]]];
	const rig = await Rig.acting(workspace, play, REVIEW);
	rig.start();
	const { waitsFor } = await rig.run("US-1", "review");
	await rig.run("US-2", "running"); // on record before the roadmap is read for it
	await answerQuestion(rig.db, waitsFor ?? "", { answer: "merge" });
	expect(await rig.run("US-1", "done")).toMatchObject({ outcome: "merged" });
	expect(await rig.run("US-2", "running")).toBeTruthy();
});

describe("a pull request, where one is configured", () => {
	async function withRemote(work: object) {
		const workspace = await makeRepository(ONE);
		const remote = await tempFolder();
		await git(remote, "init", "--quiet", "--bare");
		await git(workspace, "remote", "add", "origin", remote);
		const programs = await tempFolder();
		const gh = '#!/bin/sh\ncat > "$0.body"\necho "$@" > "$0.args"\necho https://example.org/pat/app/pull/7\n';
		await writeFile(join(programs, "gh"), gh, { mode: 0o755 });
		const rig = await Rig.acting(workspace, WRITE, { work: { remote: "origin", pullRequest: true, ...work } });
		rig.start({ PATH: `${programs}:${process.env.PATH}` });
		return { rig, remote, programs };
	}

	test("is one of the answers: the branch is pushed, and the pull request says what the agent said", async () => {
		const { rig, remote, programs } = await withRemote({ review: true });
		const question = await rig.asked("US-1", /^Review/);
		await answerQuestion(rig.db, question.ticket, { answer: "pull-request" });
		const run = await rig.run("US-1", "done");
		expect(run).toMatchObject({ outcome: "pull-request", result: "https://example.org/pat/app/pull/7" });
		expect(await git(remote, "rev-parse", run.branch)).toBe(run.commit);
		expect(await readFile(join(programs, "gh.body"), "utf8")).toContain("I wrote a.txt.");
	});

	test("is opened without a question when there is no review", async () => {
		const { rig, remote } = await withRemote({ review: false });
		const run = await rig.run("US-1", "done");
		expect(run).toMatchObject({ outcome: "pull-request", result: "https://example.org/pat/app/pull/7" });
		expect(await git(remote, "rev-parse", run.branch)).toBe(run.commit);
		expect(await rig.questions()).toEqual([]);
	});
});
