import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { answerLate } from "../../../server/inbox/late-answer.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { eventuallyIn } from "../../support/wait.ts";
import { makeRepository, NAME, Rig } from "./rig.ts";

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
