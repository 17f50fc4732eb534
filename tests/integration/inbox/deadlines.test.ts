import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { applyDeadlines } from "../../../server/inbox/apply-deadlines.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { tempDatabase } from "../../support/database.ts";

const deadlineAt = "2030-01-01T09:00:00.000Z";
const atTheDeadline = new Date(deadlineAt);
const justBefore = new Date(atTheDeadline.getTime() - 1);

test("a default is the answer from its deadline on, marked as a default and never as a refusal", async () => {
	const db = await tempDatabase();
	const asked = { title: "Deploy?", kind: "approval", deadlineAt, onDeadline: "default", default: "reject" } as const;
	const { ticket } = await askQuestion(db, asked);
	expect(await applyDeadlines(db, justBefore)).toEqual([]);
	const [defaulted] = await applyDeadlines(db, atTheDeadline);
	expect(defaulted).toMatchObject({
		ticket,
		status: "defaulted",
		answer: "reject",
		answeredBy: "default",
		answeredAt: deadlineAt,
		version: 2,
	});
	expect(await getQuestion(db, ticket)).toEqual(defaulted);
	expect(await applyDeadlines(db, atTheDeadline)).toEqual([]);
	expect((await listActivity(db)).at(-1)).toMatchObject({
		title: "Q-1 was decided by default at its deadline: Reject",
		outcome: "ok",
	});
});

test("a question that is to be skipped has no answer then", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Name?", deadlineAt, onDeadline: "skip", default: "unused" });
	const [skipped] = await applyDeadlines(db, atTheDeadline);
	expect(skipped).toMatchObject({ ticket, status: "defaulted", answer: null, answeredBy: "default" });
	expect((await listActivity(db)).at(-1)?.title).toBe(
		"Q-1 was decided by default at its deadline: skipped, nobody had answered",
	);
	await expect(answerQuestion(db, ticket, { answer: "Ada" })).rejects.toThrow("already skipped by default at");
});

test("a question that waits, is answered or has no deadline is left alone", async () => {
	const db = await tempDatabase();
	await askQuestion(db, { title: "Waits", deadlineAt, default: "x" });
	await askQuestion(db, { title: "Has none" });
	const { ticket } = await askQuestion(db, { title: "Answered", deadlineAt, onDeadline: "skip" });
	await answerQuestion(db, ticket, { answer: "in time" });
	expect(await applyDeadlines(db, new Date("2999-01-01T00:00:00Z"))).toEqual([]);
	expect(await getQuestion(db, "Q-1")).toMatchObject({ status: "pending" });
});

test("a late answer is told that the default was first, and may replace it until it is taken", async () => {
	const db = await tempDatabase();
	const asked = { title: "Deploy?", kind: "approval", deadlineAt, onDeadline: "default", default: "reject" } as const;
	const { ticket } = await askQuestion(db, asked);
	const [defaulted] = await applyDeadlines(db, atTheDeadline);
	expect(await answerQuestion(db, ticket, { answer: "reject" })).toEqual(defaulted);
	await expect(answerQuestion(db, ticket, { answer: "approve" })).rejects.toMatchObject({
		code: "already-answered",
		message: `Q-1 was already answered with "Reject" by default at ${deadlineAt}.`,
	});
	const amended = await answerQuestion(db, ticket, { answer: "approve", amend: true });
	expect(amended).toMatchObject({ status: "answered", answer: "approve", answeredBy: "human", version: 3 });
	expect(await takeAnswer(db, ticket)).toEqual({ ...amended, deliveredAt: expect.any(String) });
});

test("many deadlines at once are each applied once, also by two at a time", async () => {
	const db = await tempDatabase();
	await Promise.all(
		Array.from({ length: 45 }, (_, number) => askQuestion(db, { title: `${number}`, deadlineAt, onDeadline: "skip" })),
	);
	const both = await Promise.all([applyDeadlines(db, atTheDeadline), applyDeadlines(db, atTheDeadline)]);
	expect(new Set(both.flat().map(({ ticket }) => ticket)).size).toBe(45);
	expect(both.flat()).toHaveLength(45);
	expect(await db.prisma.activity.count({ where: { title: { contains: "decided by default" } } })).toBe(45);
});
