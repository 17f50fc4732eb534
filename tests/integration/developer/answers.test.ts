import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { fileText } from "../../support/wait.ts";
import { makeRepository, put, Rig, roadmap } from "./rig.ts";

const PROSE = { "ROADMAP.md": "## US-1: Think it over\n\n**Status**: Planned\n\nNo steps here.\n" };
const PUSH = "git push --force";
const YES_NO = [
	{ optionId: "1", kind: "allow_once", name: "Yes" },
	{ optionId: "2", kind: "reject_once", name: "No" },
];
const NO_YES = [
	{ optionId: "1", kind: "reject_once", name: "No" },
	{ optionId: "2", kind: "allow_once", name: "Yes" },
];

describe("an answer counts once", () => {
	test("an agent that crashes after its yes is asked about anew, each time", async () => {
		const rig = await Rig.acting(await makeRepository(PROSE), [
			[
				["ask", PUSH, null, "answers"],
				["die", 9],
			],
		]);
		rig.start();
		const asked = [await rig.answer("yes"), await rig.answer("yes"), await rig.pending()];
		expect(new Set(asked.map(({ ticket }) => ticket)).size).toBe(3);
		expect(asked[0]?.body).not.toContain("You answered this before");
		expect(asked[2]?.body).toContain(`You answered this before, in ${asked[1]?.ticket}.`);
		const { worktree } = await rig.run("US-1", "running");
		expect(await readFile(join(worktree, "answers"), "utf8")).toBe("yes\nyes\n");
	});

	test("a daemon that is killed after a yes asks anew, and that question keeps its ticket and its answer", async () => {
		const rig = await Rig.acting(await makeRepository(PROSE), [[["ask", PUSH, null, "answers"], ["linger"]]]);
		const first = rig.start();
		const { ticket } = await rig.answer("yes");
		const { worktree } = await rig.run("US-1", "running");
		await fileText(join(worktree, "answers"), (text) => text === "yes\n");
		await first.stop("SIGKILL");

		const second = rig.start();
		const again = await rig.pending();
		expect(again.ticket).not.toBe(ticket);
		await second.until(({ waitingOn }) => waitingOn?.[0] === again.ticket);
		await second.stop("SIGKILL");
		await answerQuestion(rig.db, again.ticket, { answer: "no" });

		rig.start();
		await fileText(join(worktree, "answers"), (text) => text === "yes\nno\n");
		expect(await rig.questions()).toHaveLength(2);
	});

	test("a check that was interrupted is asked about again", async () => {
		const verify = "echo begun > begun; sleep 1000";
		const rig = await Rig.over(
			await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps: ["touch a"], verify } }) }),
		);
		const first = rig.start();
		await rig.answer("run");
		const check = await rig.answer("run");
		const { worktree } = await rig.run("US-1", "running");
		await fileText(join(worktree, "begun"), (text) => text === "begun\n");
		await first.stop("SIGKILL");
		rig.start();
		const again = await rig.pending();
		expect(again.title).toBe(check.title);
		expect(again.ticket).not.toBe(check.ticket);
	});
});

describe("an answer counts for the options that it was chosen from", () => {
	test("a no that was given meanwhile is no yes when the options have changed places", async () => {
		const rig = await Rig.acting(await makeRepository(PROSE), [[["ask", PUSH, YES_NO, "answers"]]]);
		const first = rig.start();
		const { ticket } = await rig.pending();
		await first.stop("SIGKILL");
		await answerQuestion(rig.db, ticket, { answer: "2" });
		await rig.change([[["ask", PUSH, NO_YES, "answers"]]]);
		rig.start();
		const again = await rig.pending();
		expect(again.ticket).not.toBe(ticket);
		expect(again.options.slice(0, 2)).toMatchObject([{ label: "No" }, { label: "Yes" }]);
	});

	test("an open question is taken back when the same is asked with options of other kinds", async () => {
		const rig = await Rig.acting(await makeRepository(PROSE), [[["ask", PUSH, YES_NO]]]);
		const first = rig.start();
		const { ticket } = await rig.pending();
		await first.stop("SIGKILL");
		const swapped = YES_NO.map((option, index) => ({ ...option, kind: NO_YES[index]?.kind }));
		await rig.change([[["ask", PUSH, swapped]]]);
		const second = rig.start();
		const waiting = await second.until(({ waitingOn }) => waitingOn?.length === 1 && waitingOn[0] !== ticket);
		expect((await rig.questions("pending")).map((one) => one.ticket)).toEqual(waiting.waitingOn);
		expect(await rig.questions("withdrawn")).toMatchObject([
			{ ticket, withdrawnReason: "After an interruption the work went on without asking this again." },
		]);
	});
});

test("only a step that was edited is asked about anew; what ran before it is not run again", async () => {
	const steps = ["echo 1 >> log", "echo 2 >> log", "echo 3 >> log"];
	const workspace = await makeRepository({ "ROADMAP.md": roadmap({ "US-1": { steps } }) });
	const rig = await Rig.over(workspace);
	const first = rig.start();
	await rig.answer("run");
	await rig.answer("run");
	const third = await rig.pending();
	await first.until(({ waitingOn }) => waitingOn?.[0] === third.ticket);
	await first.stop("SIGKILL");
	await put(workspace, { "ROADMAP.md": roadmap({ "US-1": { steps: [...steps.slice(0, 2), "echo three >> log"] } }) });

	const second = rig.start();
	await second.until(({ waitingOn }) => waitingOn?.length === 1 && waitingOn[0] !== third.ticket);
	const edited = await rig.answer("run");
	expect(edited.body).toContain("echo three >> log");
	expect((await rig.questions("withdrawn")).map(({ ticket }) => ticket)).toEqual([third.ticket]);
	const { worktree } = await rig.run("US-1", "done");
	expect(await readFile(join(worktree, "log"), "utf8")).toBe("1\n2\nthree\n");
	expect(await rig.questions()).toHaveLength(4);
});
