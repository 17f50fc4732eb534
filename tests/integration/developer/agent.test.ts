import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { eventually } from "../../support/wait.ts";
import { sharedFile } from "../../unit/roadmap/shared-file.ts";
import { fingerprint, git, makeRepository, NAME, Rig } from "./rig.ts";

const PROSE = { "ROADMAP.md": "## US-1: Think it over\n\n**Status**: Planned\n\nNo steps here.\n" };

describe("any coding agent over ACP", () => {
	test("works from the item's text; its messages, plan and tool calls are told whole, thoughts are not kept", async () => {
		const workspace = await makeRepository(PROSE);
		const rig = await Rig.acting(workspace, [
			[
				["plan", ["Look around", "in_progress"], ["Write", "pending"]],
				["think", "hmm"],
				["say", "I will "],
				["say", "write a file.\nIt is short."],
				["tool", "Read README", "completed", "nothing there"],
				["write", "a.txt", "a\n"],
				["plan", ["Look around", "completed"], ["Write", "completed"]],
				["say", "Done."],
			],
		]);
		const daemon = rig.start();
		const run = await rig.run("US-1", "done");
		await rig.entry(({ title }) => title.startsWith("Finished"));
		expect((await rig.prompts())[0]).toContain("Work on the roadmap item US-1: Think it over");
		const told = (await rig.activity()).map(({ kind, title, detail }) => [kind, title, detail]);
		expect(told).toEqual([
			["task", "Took US-1: Think it over", expect.stringContaining(run.worktree)],
			["plan", "Plan: 2 steps", "1. Look around\n2. Write"],
			["message", "I will write a file.", "I will write a file.\nIt is short."],
			["tool", "Read README", "nothing there"],
			["message", "Done.", null],
			["commit", `Committed ${run.commit?.slice(0, 10)} on nightshift/us-1-think-it-over`, expect.any(String)],
			["task", "Finished US-1: Think it over", expect.any(String)],
		]);
		await daemon.until(({ activity }) => activity === "idle");
	});

	test("a command in its question cannot end its code block, and hidden characters are named", async () => {
		const workspace = await makeRepository(PROSE);
		const command = "echo ok\n```\nharmless text \u202e";
		const rig = await Rig.acting(workspace, [[["ask", command]]]);
		rig.start();
		const { title, body, options } = await rig.pending();
		expect(title).toBe("Run echo ok ``` harmless text?");
		expect(body).toContain(`\`\`\`\`sh\n${command}\n\`\`\`\``);
		expect(body).toContain("> - has characters that are not shown (U+202E)");
		expect(options.filter(({ id }) => !id.startsWith("nightshift:"))).toEqual([
			{ id: "yes", label: "Allow" },
			{ id: "no", label: "Reject" },
		]);
	});

	test("may ask several things at once, and finds another way after a no", async () => {
		const workspace = await makeRepository(PROSE);
		const rig = await Rig.acting(workspace, [
			[
				["ask", "first", null, "answers"],
				["ask", "second", null, "answers"],
			],
		]);
		rig.start();
		await rig.answer("no", "too risky");
		await rig.answer("yes");
		const run = await rig.run("US-1", "done");
		expect(await git(workspace, "show", `${run.branch}:answers`)).toBe("no\nyes");
		const tools = (await rig.activity()).filter(({ kind }) => kind === "tool");
		expect(tools.map(({ outcome }) => outcome)).toEqual(["cancelled", "ok"]);
	});

	test("works on an item that has nothing but its heading", async () => {
		const workspace = await makeRepository({ "ROADMAP.md": "# Roadmap\n\n## US-1: Only a title 📝" });
		const rig = await Rig.acting(workspace, [[["write", "a.txt", "a\n"]]]);
		rig.start();
		const run = await rig.run("US-1", "done");
		expect((await rig.prompts())[0]).toContain("Work on the roadmap item US-1: Only a title.");
		expect(await git(workspace, "show", `${run.branch}:a.txt`)).toBe("a");
	});

	test("takes nothing from a circle of dependencies, and says which one it is", async () => {
		const item = (id: string, needs: string) => `## ${id}: It\n\n**Status**: Planned\n**Depends on**: ${needs}\n`;
		const workspace = await makeRepository({ "ROADMAP.md": `${item("US-1", "US-2")}\n${item("US-2", "US-1")}` });
		const rig = await Rig.acting(workspace, [[]]);
		const daemon = rig.start();
		const { message } = await daemon.until(({ activity, message }) => activity === "idle" && Boolean(message));
		expect(message).toMatch(/US-1 → US-2 → US-1/);
	});

	test.each([
		["refusal", /refused to work on this item/],
		["max_tokens", /limit of its context/],
	])("a turn that ends with %s sets the item aside", async (reason, sentence) => {
		const rig = await Rig.acting(await makeRepository(PROSE), [[["stop", reason]]]);
		rig.start();
		expect((await rig.run("US-1", "failed")).reason).toMatch(sentence);
	});

	test("commits of its own are taken as the item's", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md": "## US-1: It\n\n**Status**: Planned\n\n```sh\ntouch a; git add a; git commit -qm mine\n```\n",
		});
		const rig = await Rig.over(workspace);
		rig.start();
		await rig.answer("run");
		const run = await rig.run("US-1", "done");
		expect(await git(workspace, "log", "-2", "--format=%s", run.branch)).toBe("US-1: It\nmine");
		expect(await git(workspace, "diff", "--stat=80", `${run.branch}^`, run.branch)).toMatch(/^ ROADMAP\.md/);
	});

	test("after a crash it is told what was answered meanwhile to questions that it does not ask again", async () => {
		const rig = await Rig.acting(await makeRepository(PROSE), [[["linger"]]]);
		const first = rig.start();
		await eventually(async () => (await rig.prompts()).length === 1);
		const run = await rig.run("US-1", "running");
		const { ticket } = await askQuestion(rig.db, { daemon: NAME, title: "Which name?", key: `run:${run.id}:name` });
		await first.stop("SIGKILL");
		await answerQuestion(rig.db, ticket, { answer: "catalog" });
		rig.start();
		await eventually(async () => (await rig.prompts()).length === 2);
		const prompt = (await rig.prompts())[1];
		expect(prompt).toContain("Another session began this item and was interrupted.");
		expect(prompt).toContain(`Answer to ${ticket} (Which name?): "catalog"`);
	});

	test("secrets of its environment do not reach the feed", async () => {
		const workspace = await makeRepository(PROSE);
		const rig = await Rig.acting(workspace, [
			[
				["write", "a.txt", "a\n"],
				["say", "the key is hunter2-hunter2"],
			],
		]);
		const daemon = rig.start({ DEPLOY_TOKEN: "hunter2-hunter2" });
		await rig.run("US-1", "done");
		const message = await rig.entry(({ kind }) => kind === "message");
		expect(message.title).toBe("the key is [redacted]");
		expect(await daemon.log()).not.toContain("hunter2");
	});
});

describe("the built-in agent over a roadmap of prose", () => {
	test("asks before it passes over an item without steps, once for all, and then before each step", async () => {
		const workspace = await makeRepository({
			"ROADMAP.md":
				"## US-1: Prose\n\n**Status**: In progress\n\n## US-2: More\n\n**Status**: Planned\n\n## US-3: It\n\n**Status**: Planned\n\n```sh\ntouch a\n```\n",
		});
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		const question = await rig.pending();
		expect(question).toMatchObject({
			kind: "choice",
			task: "US-1",
			title: "US-1 is next, but has no steps to run. Pass over it?",
		});
		await daemon.until(
			({ activity, task, waitingOn }) =>
				activity === "waiting" && task?.id === "US-1" && waitingOn?.[0] === question.ticket,
		);
		await rig.answer("pass-all");
		expect((await rig.pending()).task).toBe("US-3");
		expect(await rig.runs()).toHaveLength(1);
	});

	test("takes its question back when the item gets steps", async () => {
		const workspace = await makeRepository(PROSE);
		const rig = await Rig.over(workspace);
		rig.start();
		const { ticket } = await rig.pending();
		await writeFile(join(workspace, "ROADMAP.md"), `${PROSE["ROADMAP.md"]}\n\`\`\`sh\ntouch a\n\`\`\`\n`);
		await eventually(async () => (await rig.questions("withdrawn"))[0]?.ticket === ticket);
		await rig.answer("run");
		await rig.run("US-1", "done");
	});

	test("picks the next item of a real roadmap of 775 kB and asks before it runs anything", async () => {
		const text = await readFile(sharedFile("coffee-maker-775k.md"), "utf8");
		const workspace = await makeRepository({ "docs/roadmap/ROADMAP.md": text });
		const before = await fingerprint(workspace);
		const rig = await Rig.over(workspace);
		const daemon = rig.start();
		const first = await rig.pending();
		expect(first.task).toBe("US-005");
		await daemon.until(({ activity, task }) => activity === "waiting" && task?.id === "US-005");
		await rig.answer("pass-all");
		const step = await rig.pending();
		expect(step).toMatchObject({ kind: "approval", blocking: true });
		expect(step.title).toMatch(/^Run “.+”\?$/);
		const run = await rig.run(step.task ?? "", "running");
		expect(await git(run.worktree, "status", "--porcelain")).toBe("");
		expect(await fingerprint(workspace)).toEqual(before);
	});
});
