import { expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { tempDatabase } from "../../support/database.ts";
import { startWorker, WorkerEnded } from "../../support/inbox-worker.ts";

const start = (path: string, count: number) => Promise.all(Array.from({ length: count }, () => startWorker(path)));

test("of ten processes that answer at once one wins, and the others are told who answered what", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Which process?" });
	const workers = await start(db.path, 10);
	const results = await Promise.allSettled(
		workers.map((worker) => worker.call("answer", ticket, { answer: `process ${worker.pid}` })),
	);
	const question = await getQuestion(db, ticket);
	const winners = results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
	expect(winners).toEqual([question]);
	const losses = results
		.filter((result) => result.status === "rejected")
		.map(({ reason }) => reason as NightshiftError);
	expect(losses).toHaveLength(9);
	for (const loss of losses) {
		expect(loss).toBeInstanceOf(NightshiftError);
		expect(loss.code).toBe("already-answered");
		expect(loss.message).toContain(`"${question.answer}" by a person at ${question.answeredAt}`);
		expect(loss.details.question).toMatchObject({
			answer: question.answer,
			answeredBy: "human",
			answeredAt: question.answeredAt,
		});
	}
	expect(await db.prisma.activity.count({ where: { title: { startsWith: "Answered" } } })).toBe(1);
}, 60_000);

test("ten processes that ask with the same key at once get the same ticket", async () => {
	const db = await tempDatabase();
	const workers = await start(db.path, 10);
	const asked = await Promise.all(
		workers.flatMap((worker) =>
			[1, 2, 3].map(() => worker.call("ask", { title: "Once?", key: "the-key", daemon: "worker" })),
		),
	);
	expect(new Set(asked.map(({ ticket }) => ticket))).toEqual(new Set(["Q-1"]));
	expect(await db.prisma.question.count()).toBe(1);
	expect(await db.prisma.activity.count()).toBe(1);
}, 60_000);

test("an asker killed after the write and before it heard of it gets the same ticket when it asks again", async () => {
	const db = await tempDatabase();
	const first = await startWorker(db.path);
	const question = { title: "May I?", kind: "approval" as const, key: "US-9/step-1", daemon: "code-developer" };
	await expect(first.call("askAndDie", question)).rejects.toBeInstanceOf(WorkerEnded);
	expect(await first.exited).toBe("SIGKILL");
	const written = await getQuestion(db, "Q-1");

	await answerQuestion(db, "Q-1", { answer: "approve" });
	const second = await startWorker(db.path);
	const again = await second.call("ask", question);
	expect(again).toMatchObject({ ticket: written.ticket, status: "answered", answer: "approve" });
	expect(await db.prisma.question.count()).toBe(1);
}, 60_000);

test("five takers at once: one gets the answer, and it is not lost for those who look it up", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
	const workers = await start(db.path, 5);
	expect(await Promise.all(workers.map((worker) => worker.call("take", ticket)))).toEqual([
		null,
		null,
		null,
		null,
		null,
	]);
	const answered = await answerQuestion(db, ticket, { answer: "approve" });
	const taken = await Promise.all(
		workers.flatMap((worker) => [worker.call("take", ticket), worker.call("take", ticket)]),
	);
	const handedOut = { ...answered, deliveredAt: expect.any(String) };
	expect(taken.filter((one) => one !== null)).toEqual([handedOut]);
	expect(await getQuestion(db, ticket)).toEqual(handedOut);
}, 60_000);

test("the same answer from ten tabs that all retry is one answer, and none of them fails", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
	const request = (tab: number) => ({ answer: "approve", idempotencyKey: `tab-${tab}` });
	const tabs = Array.from({ length: 30 }, (_, index) => answerQuestion(db, ticket, request(index % 10)));
	const answers = await Promise.all(tabs);
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
	expect(answers[0]?.version).toBe(2);
}, 60_000);
