import { expect, test } from "vitest";
import { parseCommand } from "../../../server/daemons/code-developer/parse-command.ts";
import { readAftermath } from "../../../server/inbox/aftermath.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { answerLate } from "../../../server/inbox/late-answer.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { recordActivity } from "../../../server/inbox/record-activity.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { tempDatabase } from "../../support/database.ts";

const DAEMON = "code-developer";

/** A question that was decided by default, taken, and acted on. */
async function actedOn(daemon: string | null = DAEMON) {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Merge?", kind: "approval", daemon, task: "US-9" });
	await answerQuestion(db, ticket, { answer: "approve" }, "default");
	await takeAnswer(db, ticket);
	return { db, ticket };
}

test("redo tells the daemon, once, what was decided, what is wanted, and to undo what followed", async () => {
	const { db, ticket } = await actedOn();
	const late = { answer: "reject", comment: "not before Monday", choice: "redo", idempotencyKey: "click-1" } as const;
	const said = await answerLate(db, ticket, late);
	expect(said).toMatchObject({ status: "defaulted", answer: "approve", late: { answer: "reject", choice: "redo" } });
	expect(await answerLate(db, ticket, late)).toEqual(said);
	expect(await answerLate(db, ticket, { answer: "reject", choice: "redo" })).toEqual(said);
	await expect(answerLate(db, ticket, { answer: "approve", choice: "keep" })).rejects.toMatchObject({
		code: "already-answered",
	});
	const { commands } = await listCommands(db, DAEMON);
	expect(commands).toHaveLength(1);
	for (const words of [ticket, "US-9", "“Approve” by default", "“Reject”", "not before Monday", "Undo what followed"]) {
		expect(commands[0]?.text).toContain(words);
	}
	expect((await readRecord(db, ticket)).trail.at(-1)).toMatchObject({
		kind: "late",
		by: "human",
		words: `do it again: Reject “not before Monday” (${commands[0]?.id})`,
	});
});

test("a redo is known as one also when the question was written on several lines", async () => {
	const db = await tempDatabase();
	const title = "Merge?\nIt touches\r\nthe API.";
	const { ticket } = await askQuestion(db, { title, kind: "approval", daemon: DAEMON, task: "US-9\nand more" });
	await answerQuestion(db, ticket, { answer: "approve" }, "default");
	await takeAnswer(db, ticket);
	await answerLate(db, ticket, { answer: "reject", choice: "redo" });
	const { commands } = await listCommands(db, DAEMON);
	expect(commands[0]?.text).toContain("“Merge? It touches the API.”");
	expect(parseCommand(commands[0]?.text ?? "")).toEqual({ verb: "redo", ticket });
});

test("keep sends nothing, and may still become a redo", async () => {
	const { db, ticket } = await actedOn();
	await answerLate(db, ticket, { answer: "reject", choice: "keep" });
	expect((await listCommands(db, DAEMON)).commands).toEqual([]);
	await answerLate(db, ticket, { answer: "reject", choice: "redo" });
	expect((await listCommands(db, DAEMON)).commands).toHaveLength(1);
});

test("it is refused while it is not too late, for what a person decided, and for what is no answer", async () => {
	const db = await tempDatabase();
	const late = { answer: "reject", choice: "redo" } as const;
	const { ticket } = await askQuestion(db, { title: "Merge?", kind: "approval", daemon: DAEMON });
	await expect(answerLate(db, ticket, late)).rejects.toMatchObject({ code: "version-conflict" });
	await answerQuestion(db, ticket, { answer: "approve" }, "default");
	await expect(answerLate(db, ticket, late)).rejects.toMatchObject({ message: expect.stringContaining("amend") });
	await takeAnswer(db, ticket);
	await expect(answerLate(db, ticket, { ...late, answer: "maybe" })).rejects.toMatchObject({ code: "invalid-answer" });
	await expect(answerLate(db, "Q-99", late)).rejects.toMatchObject({ code: "unknown-question" });
	const human = await askQuestion(db, { title: "Merge?", kind: "approval", daemon: DAEMON });
	await answerQuestion(db, human.ticket, { answer: "approve" });
	await takeAnswer(db, human.ticket);
	await expect(answerLate(db, human.ticket, late)).rejects.toMatchObject({ code: "already-answered" });
	const nobody = await actedOn(null);
	await expect(answerLate(nobody.db, nobody.ticket, late)).rejects.toMatchObject({ code: "invalid-command" });
});

test("the aftermath is what the daemon did about that task since it took the answer", async () => {
	const { db, ticket } = await actedOn();
	const commit = { kind: "commit", daemon: DAEMON, task: "US-9" } as const;
	await recordActivity(db, { ...commit, title: "Before", at: "2020-01-01T00:00:00.000Z" });
	await recordActivity(db, { ...commit, title: "Merge the branch" });
	await recordActivity(db, { ...commit, title: "Another task", task: "US-10" });
	await recordActivity(db, { ...commit, title: "Another daemon", daemon: "other" });
	const run = await db.prisma.run.create({
		data: { daemon: DAEMON, workspace: "/w", item: "US-9", title: "t", branch: "b", worktree: "w", baseCommit: "c" },
	});
	const turn = await db.prisma.turn.create({ data: { runId: run.id, number: 1, prompt: "p" } });
	for (const [callId, startedAt] of [
		["1", new Date()],
		["2", new Date(0)],
	] as const) {
		await db.prisma.toolCall.create({
			data: { turnId: turn.id, callId, title: "ls", kind: "execute", status: "completed", startedAt },
		});
	}
	expect(await readAftermath(db, ticket)).toMatchObject({
		since: expect.any(String),
		takenAt: expect.any(String),
		commits: [{ title: "Merge the branch", task: "US-9" }],
		toolCalls: 1,
		tasks: ["US-9"],
	});
	const { ticket: open } = await askQuestion(db, { title: "Open?" });
	await expect(readAftermath(db, open)).rejects.toMatchObject({ code: "version-conflict" });
});
