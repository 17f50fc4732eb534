import { expect, test } from "vitest";
import type { NightshiftError } from "../../../server/contract/errors.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { listCommands } from "../../../server/inbox/list-commands.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { tempDatabase } from "../../support/database.ts";
import { startWorker } from "../../support/inbox-worker.ts";

const ROUNDS = 25;
const codeOf = (result: PromiseSettledResult<unknown>) =>
	result.status === "rejected" ? (result.reason as NightshiftError).code : "done";

/** Two processes, and one round after another in which both do something at once. */
async function rounds(round: (index: number) => Promise<void>): Promise<void> {
	for (let index = 0; index < ROUNDS; index++) await round(index);
}

test("undo against take: one of them is first, and what was handed out was never undone", async () => {
	const db = await tempDatabase();
	const [person, asker] = await Promise.all([startWorker(db.path), startWorker(db.path)]);
	await rounds(async () => {
		const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
		await answerQuestion(db, ticket, { answer: "approve" });
		const [undone, taken] = await Promise.allSettled([person.call("undo", ticket), asker.call("take", ticket)]);
		const { trail, question } = await readRecord(db, ticket);
		const gotIt = taken.status === "fulfilled" && taken.value !== null;
		expect(codeOf(undone)).toBe(gotIt ? "already-answered" : "done");
		expect(question).toMatchObject(
			gotIt ? { status: "answered", answer: "approve" } : { status: "pending", answer: null },
		);
		expect(trail.map(({ kind }) => kind)).toEqual(["asked", "answered", gotIt ? "delivered" : "undone"]);
	});
}, 120_000);

test("amend against take: the asker has the answer that stands", async () => {
	const db = await tempDatabase();
	const [person, asker] = await Promise.all([startWorker(db.path), startWorker(db.path)]);
	await rounds(async () => {
		const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
		await answerQuestion(db, ticket, { answer: "approve" });
		const [amended, taken] = await Promise.allSettled([
			person.call("answer", ticket, { answer: "reject", amend: true }),
			asker.call("take", ticket),
		]);
		const standing = await getQuestion(db, ticket);
		expect(taken).toMatchObject({ status: "fulfilled", value: { answer: standing.answer } });
		expect(codeOf(amended)).toBe(standing.answer === "reject" ? "done" : "already-answered");
	});
}, 120_000);

test("snooze against answer: the answer is kept, and an answered question does not sleep", async () => {
	const db = await tempDatabase();
	const [one, other] = await Promise.all([startWorker(db.path), startWorker(db.path)]);
	const until = new Date(Date.now() + 3_600_000).toISOString();
	await rounds(async () => {
		const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
		const [snoozed, answered] = await Promise.allSettled([
			one.call("snooze", ticket, until),
			other.call("answer", ticket, { answer: "approve" }),
		]);
		expect(codeOf(answered)).toBe("done");
		expect(["done", "already-answered"]).toContain(codeOf(snoozed));
		expect(await getQuestion(db, ticket)).toMatchObject({ status: "answered", answer: "approve", snoozedUntil: null });
	});
}, 120_000);

test("ten clients that retry the same message, and the same late answer, say it once", async () => {
	const db = await tempDatabase();
	const workers = await Promise.all(Array.from({ length: 5 }, () => startWorker(db.path)));
	const { ticket } = await askQuestion(db, { title: "Merge?", kind: "approval", daemon: "code-developer" });
	const message = { text: "Which branch?", key: "click-1" };
	const said = await Promise.all(
		workers.flatMap((worker) => [worker.call("say", ticket, message), worker.call("say", ticket, message)]),
	);
	expect(new Set(said.map(({ id }) => id)).size).toBe(1);
	const seen = await Promise.all(workers.map((worker) => worker.call("see", ticket)));
	expect(seen.flat()).toHaveLength(1);

	await answerQuestion(db, ticket, { answer: "approve" }, "default");
	await takeAnswer(db, ticket);
	const late = { answer: "reject", choice: "redo" as const, idempotencyKey: "click-2" };
	await Promise.all(
		workers.flatMap((worker) => [worker.call("late", ticket, late), worker.call("late", ticket, late)]),
	);
	expect((await listCommands(db, "code-developer")).commands).toHaveLength(1);
	expect((await readRecord(db, ticket)).trail.filter(({ kind }) => kind === "late")).toHaveLength(1);
}, 120_000);

test("two tabs that answer and undo at once leave one story, each step of it on the trail", async () => {
	const db = await tempDatabase();
	const tabs = await Promise.all([startWorker(db.path), startWorker(db.path)]);
	await rounds(async (index) => {
		const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
		await Promise.allSettled(
			tabs.flatMap((tab, number) => [
				tab.call("answer", ticket, {
					answer: number ? "approve" : "reject",
					idempotencyKey: `${index}-${number}`,
					undoable: true,
				}),
				tab.call("undo", ticket),
			]),
		);
		const { question, trail } = await readRecord(db, ticket);
		const kinds = trail.map(({ kind }) => kind);
		// Each undo follows an answer; what the last step says is what the question says.
		expect(kinds.slice(1).every((kind, step) => kind === (step % 2 === 0 ? "answered" : "undone"))).toBe(true);
		expect(question.status).toBe(kinds.at(-1) === "answered" ? "answered" : "pending");
		expect(trail.at(-1)?.version).toBe(question.version);
	});
}, 120_000);
