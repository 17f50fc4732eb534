import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { answerLate } from "../../../server/inbox/late-answer.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { eventuallyIn } from "../../support/wait.ts";
import { git, makeRepository, NAME, Rig } from "./rig.ts";

const ONE = { "ROADMAP.md": "## US-1: Publish\n\n**Status**: Planned\n" };

/** The answer to a question of a finished step was acted on, and the person wants something else. @returns the command. */
async function redo(rig: Rig): Promise<string> {
	const { ticket } = await askQuestion(rig.db, { daemon: NAME, task: "US-1", kind: "approval", title: "Publish?" });
	await answerQuestion(rig.db, ticket, { answer: "approve" }, "default");
	await takeAnswer(rig.db, ticket);
	await answerLate(rig.db, ticket, { answer: "reject", choice: "redo" });
	const { commands } = await listCommands(rig.db, NAME);
	return commands[0]?.id ?? "";
}

function receipt(rig: Rig, id: string) {
	return eventuallyIn(rig.paths.database, async () => {
		const command = await rig.command(id);
		return command.finishedAt === null ? undefined : command;
	});
}

test("a late decision reaches the agent that is still at work on the item", async () => {
	const play = [[["ask", "make test"]], [["write", "b.txt", "b\n"]]];
	const rig = await Rig.acting(await makeRepository(ONE), play);
	rig.start();
	await rig.pending();
	const id = await redo(rig);
	await rig.entry(({ title }) => title === `${NAME} saw ${id}`);
	await rig.answer("yes");
	expect(await receipt(rig, id)).toMatchObject({ status: "done", reply: "The agent was told, with US-1." });
	await rig.run("US-1", "done");
	expect((await rig.prompts())[1]).toMatch(/^The person you work for says:\n- About Q-2 \(US-1\)(.|\n)*“Reject”/);
});

test("finished work is taken up again for it: sent back while it is reviewed, begun anew once that is over", async () => {
	const turns = [["write", "a.txt", "a\n"]];
	const rig = await Rig.acting(await makeRepository(ONE), [turns], { work: { review: true } }, "resume");
	rig.start();
	await rig.run("US-1", "review");
	const review = await rig.pending();
	await rig.change([[["write", "a.txt", "b\n"]]]);
	const again = { status: "done", reply: "US-1 was taken up again, and the agent was told." };
	expect(await receipt(rig, await redo(rig))).toMatchObject(again);
	expect((await rig.questions("withdrawn")).map(({ ticket }) => ticket)).toEqual([review.ticket]);
	expect((await rig.prompts())[1]).toContain("What is wanted instead: “Reject”.");
	await rig.answer("keep");
	await rig.run("US-1", "done");

	expect(await receipt(rig, await redo(rig))).toMatchObject(again);
	expect((await rig.prompts())[2]).toContain("What is wanted instead: “Reject”.");
	expect((await rig.runs()).map(({ item, status }) => [item, status]).at(0)).toEqual(["US-1", "retried"]);
});

test("work that was merged already is taken up again upon what is there now", async () => {
	const workspace = await makeRepository(ONE);
	const rig = await Rig.acting(workspace, [[["write", "a.txt", "a\n"]]], { work: { review: true } });
	rig.start();
	await rig.run("US-1", "review");
	await rig.answer("merge");
	const { result: merged } = await rig.run("US-1", "done");
	expect(await git(workspace, "show", "HEAD:ROADMAP.md")).not.toContain("Planned");
	await rig.change([[["write", "a.txt", "b\n"]]]);

	const reply = "US-1 was taken up again, and the agent was told.";
	expect(await receipt(rig, await redo(rig))).toMatchObject({ status: "done", reply });
	expect((await rig.prompts()).at(-1)).toContain("What is wanted instead: “Reject”.");
	const again = await rig.run("US-1", "review");
	expect(again.baseCommit).toBe(merged);
	expect(await git(workspace, "show", `${again.branch}:a.txt`)).toBe("b");
	expect((await rig.runs()).map(({ status, outcome }) => [status, outcome])).toEqual([
		["retried", "merged"],
		["review", null],
	]);
	await rig.answer("merge");
	await rig.run("US-1", "done");
	expect(await git(workspace, "show", "HEAD:a.txt")).toBe("b");
});

test("parked work goes on for it, once: what it asks again is waited for, and it is told again with the answer", async () => {
	const play = [
		[
			["ask", "npm publish"],
			["write", "a.txt", "a\n"],
		],
	];
	const rig = await Rig.acting(await makeRepository(ONE), play, { work: { parkAfter: "200ms" } }, "resume");
	const daemon = rig.start();
	const { ticket } = await rig.asked("US-1", /npm publish/);
	const parked = await rig.run("US-1", "parked");
	const id = await redo(rig);
	const titled = async (begins: string) => (await rig.activity()).filter(({ title }) => title.startsWith(begins));
	await eventuallyIn(rig.paths.database, async () => (await titled("Parked US-1")).length === 2);
	await daemon.until(({ activity, waitingOn }) => activity === "waiting" && waitingOn?.[0] === ticket);
	expect((await titled("Goes on with US-1")).map(({ title }) => title)).toEqual(["Goes on with US-1: you said so"]);
	expect(await rig.command(id)).toMatchObject({ status: "seen" });
	expect(await rig.questions("pending")).toMatchObject([{ ticket }]);

	await answerQuestion(rig.db, ticket, { answer: "yes" });
	const reply = "US-1 was taken up again, and the agent was told.";
	expect(await receipt(rig, id)).toMatchObject({ status: "done", reply });
	expect(await rig.run("US-1", "done")).toMatchObject({ id: parked.id });
	const told = (await rig.prompts()).map((prompt) => prompt.includes("What is wanted instead: “Reject”."));
	expect(told).toEqual([false, true, true]);
	expect((await rig.questions()).filter(({ title }) => /npm publish/.test(title))).toHaveLength(1);
}, 60_000);
