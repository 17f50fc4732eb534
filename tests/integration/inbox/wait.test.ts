import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { waitForAnswer } from "../../../server/inbox/wait-for-answer.ts";
import { withdrawQuestion } from "../../../server/inbox/withdraw-question.ts";
import { tempDatabase } from "../../support/database.ts";
import { startWorker } from "../../support/inbox-worker.ts";

test("an answer by another process ends the waiting", async () => {
	const db = await tempDatabase();
	const worker = await startWorker(db.path);
	const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
	const waiting = waitForAnswer(db, ticket);
	const answered = await worker.call("answer", ticket, { answer: "approve" });
	expect(await waiting).toEqual(answered);
});

test("an answer by this process ends the waiting in another", async () => {
	const db = await tempDatabase();
	const worker = await startWorker(db.path);
	const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
	const waiting = worker.call("wait", ticket, { timeoutMs: null });
	const answered = await answerQuestion(db, ticket, { answer: "reject" });
	expect(await waiting).toEqual(answered);
});

test("other questions' answers do not", async () => {
	const db = await tempDatabase();
	const first = await askQuestion(db, { title: "First" });
	const second = await askQuestion(db, { title: "Second" });
	const order: string[] = [];
	const waiting = [first, second].map(async ({ ticket }) => order.push((await waitForAnswer(db, ticket)).ticket));
	await answerQuestion(db, second.ticket, { answer: "x" });
	await waiting[1];
	expect(order).toEqual(["Q-2"]);
	await withdrawQuestion(db, first.ticket, "enough");
	await Promise.all(waiting);
	expect(order).toEqual(["Q-2", "Q-1"]);
});

test("a question already settled is there at once", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Well?" });
	const answered = await answerQuestion(db, ticket, { answer: "x" });
	expect(await waitForAnswer(db, ticket)).toEqual(answered);
});

test.each([0, 30])("at the time-out (%i ms) the question comes back as it is", async (timeoutMs) => {
	const db = await tempDatabase();
	const asked = await askQuestion(db, { title: "Well?" });
	expect(await waitForAnswer(db, asked.ticket, { timeoutMs })).toEqual(asked);
});

test("a time-out longer than timers can be is no short one", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Well?" });
	const waiting = waitForAnswer(db, ticket, { timeoutMs: 400 * 24 * 3_600_000 });
	await answerQuestion(db, ticket, { answer: "x" });
	expect(await waiting).toMatchObject({ status: "answered" });
});

test("a deadline that passes while waiting holds without a dashboard", async () => {
	const db = await tempDatabase();
	const deadlineAt = new Date(Date.now() + 50).toISOString();
	const { ticket } = await askQuestion(db, { title: "Well?", deadlineAt, onDeadline: "default", default: "go on" });
	expect(await waitForAnswer(db, ticket)).toMatchObject({
		status: "defaulted",
		answer: "go on",
		answeredBy: "default",
	});
});

test("an abort ends the waiting with its reason, before or while it waits", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Well?" });
	const controller = new AbortController();
	const waiting = waitForAnswer(db, ticket, { signal: controller.signal });
	controller.abort(new Error("stopping"));
	await expect(waiting).rejects.toThrow("stopping");
	await expect(waitForAnswer(db, ticket, { signal: controller.signal })).rejects.toThrow("stopping");
});

test("a question that is not there is not waited for", async () => {
	const db = await tempDatabase();
	await expect(waitForAnswer(db, "Q-1")).rejects.toMatchObject({ code: "unknown-question" });
});
