import { describe, expect, test } from "vitest";
import { questionSchema } from "../../../server/contract/question.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { countAwake } from "../../../server/inbox/count-questions.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { withdrawQuestion } from "../../../server/inbox/withdraw-question.ts";
import { tempDatabase } from "../../support/database.ts";
import { tempHome } from "../../support/temp-home.ts";

describe("asking", () => {
	test("writes the question and its record, and survives a restart", async () => {
		const { database } = await tempHome();
		const first = await openDatabase(database);
		const asked = await askQuestion(first, {
			daemon: "code-developer",
			kind: "choice",
			title: "Which colour?",
			body: "# Colours",
			options: [{ id: "r", label: "Red", recommended: true }],
			task: "US-9",
			urgency: "high",
			blocking: true,
			deadlineAt: "2030-01-01T10:00:00+02:00",
			onDeadline: "default",
			default: "r",
		});
		await first.close();
		expect(questionSchema.parse(asked)).toEqual(asked);
		expect(asked).toMatchObject({
			ticket: "Q-1",
			status: "pending",
			version: 1,
			deadlineAt: "2030-01-01T08:00:00.000Z",
		});
		expect(asked.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

		const second = await openDatabase(database);
		expect(await getQuestion(second, "Q-1")).toEqual(asked);
		expect(await listActivity(second)).toEqual([
			expect.objectContaining({
				kind: "question",
				title: "Asked Q-1: Which colour?",
				ticket: "Q-1",
				daemon: "code-developer",
				task: "US-9",
			}),
		]);
		await second.close();
	});

	test("with the same key is the same ticket for ever, whatever became of it", async () => {
		const db = await tempDatabase();
		const asked = await askQuestion(db, { title: "Once?", key: "k" });
		expect(await askQuestion(db, { title: "Something else", key: "k" })).toEqual({ ...asked, asked: 2 });
		const answered = await answerQuestion(db, asked.ticket, { answer: "yes" });
		expect(await askQuestion(db, { title: "Once?", key: "k" })).toEqual({ ...answered, asked: 3 });
		const other = await askQuestion(db, { title: "Once?", key: "k", daemon: "another" });
		expect(other.ticket).toBe("Q-2");
		expect(await db.prisma.activity.count()).toBe(3);
	});

	test("keeps a megabyte and every character", async () => {
		const db = await tempDatabase();
		const odd = "right-to-left \u202e, bell \u0007, escape \u001b[31m, nul \u0000, \ud83d\ude00, e\u0301, \r\n";
		const body = odd + "x".repeat(1_000_000 - odd.length);
		const answer = { $type: "Json", value: odd };
		const schema = { type: "object", properties: { $type: { type: "string" }, value: { type: "string" } } };
		const { ticket } = await askQuestion(db, { kind: "form", title: `a${odd}b`, body, schema });
		await answerQuestion(db, ticket, { answer, comment: body.slice(0, 100_000) });
		expect(await getQuestion(db, ticket)).toMatchObject({
			title: `a${odd}b`,
			body,
			schema,
			answer,
			comment: body.slice(0, 100_000),
		});
	});
});

describe("answering", () => {
	test("takes the first answer, and says who answered what to whoever comes later", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
		const answered = await answerQuestion(db, "q-1", { answer: "approve", comment: "carefully" });
		expect(answered).toMatchObject({
			status: "answered",
			answer: "approve",
			answeredBy: "human",
			comment: "carefully",
			version: 2,
		});

		expect(await answerQuestion(db, ticket, { answer: "approve" })).toEqual(answered);
		await expect(answerQuestion(db, ticket, { answer: "reject" })).rejects.toMatchObject({
			code: "already-answered",
			status: 409,
			message: `Q-1 was already answered with "Approve" by a person at ${answered.answeredAt}.`,
			details: {
				question: {
					ticket,
					status: "answered",
					answer: "approve",
					answeredBy: "human",
					answeredAt: answered.answeredAt,
					comment: "carefully",
				},
			},
		});
		expect(await getQuestion(db, ticket)).toEqual(answered);
		expect((await listActivity(db)).map(({ title, detail }) => [title, detail])).toEqual([
			["Asked Q-1: Deploy?", null],
			["Answered Q-1: Approve", "carefully"],
		]);
	});

	test("what is not one of the options is refused and leaves the question pending", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
		for (const answer of ["disapprove", "Approve", "", null, ["approve"], { id: "approve" }]) {
			await expect(answerQuestion(db, ticket, { answer })).rejects.toMatchObject({
				code: "invalid-answer",
				status: 422,
				details: { ticket, options: ["approve", "reject"] },
			});
		}
		expect(await getQuestion(db, ticket)).toMatchObject({ status: "pending", answer: null, version: 1 });
		expect(await listActivity(db)).toHaveLength(1);
	});

	test("a request that is none is refused", async () => {
		const db = await tempDatabase();
		await askQuestion(db, { title: "Well?" });
		await expect(answerQuestion(db, "Q-1", { answer: "x", comment: "y".repeat(100_001) })).rejects.toMatchObject({
			code: "invalid-answer",
			message: expect.stringMatching(/^Nothing was answered: the comment is wrong/),
		});
	});

	test("the same idempotency key changes nothing, whatever came between", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Well?" });
		const first = { answer: "one", idempotencyKey: "tab-1" };
		const answered = await answerQuestion(db, ticket, first);
		expect(await answerQuestion(db, ticket, first)).toEqual(answered);
		const amended = await answerQuestion(db, ticket, { answer: "two", idempotencyKey: "tab-2", amend: true });
		expect(amended).toMatchObject({ answer: "two", version: 3 });
		expect(await answerQuestion(db, ticket, first)).toEqual(amended);
		expect(await answerQuestion(db, ticket, { ...first, amend: true })).toEqual(amended);
		expect(await db.prisma.activity.count()).toBe(3);
	});

	test("a version that is not the question's is refused while it is pending", async () => {
		const db = await tempDatabase();
		const { ticket, version } = await askQuestion(db, { title: "Well?" });
		await expect(answerQuestion(db, ticket, { answer: "x", version: version + 1 })).rejects.toMatchObject({
			code: "version-conflict",
			details: { ticket, version },
		});
		const answered = await answerQuestion(db, ticket, { answer: "x", version });
		expect(await answerQuestion(db, ticket, { answer: "x", version })).toEqual(answered);
		await expect(answerQuestion(db, ticket, { answer: "y", version })).rejects.toMatchObject({
			code: "already-answered",
		});
	});

	test("an answer can be amended until the asker has taken it", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
		expect(await takeAnswer(db, ticket)).toBeNull();
		await answerQuestion(db, ticket, { answer: "approve", amend: true });
		await expect(answerQuestion(db, ticket, { answer: "maybe", amend: true })).rejects.toMatchObject({
			code: "invalid-answer",
		});
		const amended = await answerQuestion(db, ticket, { answer: "reject", amend: true });
		expect(amended).toMatchObject({ answer: "reject", version: 3 });
		const commented = await answerQuestion(db, ticket, { answer: "reject", comment: "not today", amend: true });
		expect(commented).toMatchObject({ answer: "reject", comment: "not today", version: 4 });

		expect(await takeAnswer(db, ticket)).toEqual({ ...commented, deliveredAt: expect.any(String) });
		expect(await takeAnswer(db, ticket)).toBeNull();
		await expect(answerQuestion(db, ticket, { answer: "approve", amend: true })).rejects.toMatchObject({
			code: "already-answered",
			message: expect.stringMatching(/taken by the asker at .*can no longer be changed\.$/),
		});
		expect((await listActivity(db)).at(-1)).toMatchObject({
			title: "Changed the answer to Q-1: Reject",
			detail: "not today",
		});
	});

	test("an answer by a policy says so", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
		expect(await answerQuestion(db, ticket, { answer: "approve" }, "policy")).toMatchObject({ answeredBy: "policy" });
		await expect(answerQuestion(db, ticket, { answer: "reject" })).rejects.toThrow("by a policy");
		expect((await listActivity(db)).at(-1)?.title).toBe("Answered Q-1 by policy: Approve");
	});

	test.each(["Q-2", "Q-x", "17", ""])("%j is no question here", async (ticket) => {
		const db = await tempDatabase();
		await askQuestion(db, { title: "The only one" });
		const unknown = { code: "unknown-question", status: 404 };
		await expect(answerQuestion(db, ticket, { answer: "x" })).rejects.toMatchObject(unknown);
		await expect(getQuestion(db, ticket)).rejects.toMatchObject(unknown);
		await expect(withdrawQuestion(db, ticket, "")).rejects.toMatchObject(unknown);
		await expect(takeAnswer(db, ticket)).rejects.toMatchObject(unknown);
	});
});

describe("withdrawing", () => {
	test("takes a pending question back, once", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Well?" });
		const withdrawn = await withdrawQuestion(db, ticket, "found it out");
		expect(withdrawn).toMatchObject({ status: "withdrawn", withdrawnReason: "found it out", version: 2, answer: null });
		expect(await withdrawQuestion(db, ticket, "again")).toEqual(withdrawn);
		await expect(answerQuestion(db, ticket, { answer: "x" })).rejects.toMatchObject({
			code: "already-withdrawn",
			message: "Q-1 was withdrawn (found it out) and needs no answer any more.",
		});
		expect((await listActivity(db)).at(-1)).toMatchObject({
			title: "Withdrew Q-1: found it out",
			outcome: "cancelled",
		});
	});

	test("comes too late for an answered one", async () => {
		const db = await tempDatabase();
		const { ticket } = await askQuestion(db, { title: "Well?" });
		await answerQuestion(db, ticket, { answer: "x" });
		await expect(withdrawQuestion(db, ticket, "")).rejects.toMatchObject({ code: "already-answered" });
	});
});

describe("listing", () => {
	test("gives pending ones oldest first, others newest first, a page at a time", async () => {
		const db = await tempDatabase();
		for (let number = 1; number <= 7; number++) {
			await askQuestion(db, { title: `${number}`, daemon: number % 2 ? "odd" : "even" });
		}
		for (const number of [2, 3, 4]) await answerQuestion(db, `Q-${number}`, { answer: "x" });
		const tickets = async (filter: Parameters<typeof listQuestions>[1]) => {
			const { questions, next } = await listQuestions(db, filter);
			return { tickets: questions.map(({ ticket }) => ticket), next };
		};
		expect(await tickets({ status: "pending" })).toEqual({ tickets: ["Q-1", "Q-5", "Q-6", "Q-7"], next: null });
		expect(await tickets({ status: "pending", limit: 2 })).toEqual({ tickets: ["Q-1", "Q-5"], next: "Q-5" });
		expect(await tickets({ status: "pending", limit: 2, cursor: "Q-5" })).toEqual({
			tickets: ["Q-6", "Q-7"],
			next: null,
		});
		expect(await tickets({ status: "answered" })).toEqual({ tickets: ["Q-4", "Q-3", "Q-2"], next: null });
		expect(await tickets({ limit: 3 })).toEqual({ tickets: ["Q-7", "Q-6", "Q-5"], next: "Q-5" });
		expect(await tickets({ limit: 3, cursor: "Q-5", daemon: "even" })).toEqual({ tickets: ["Q-4", "Q-2"], next: null });
		expect(await countAwake(db)).toBe(4);
		await expect(listQuestions(db, { cursor: "first" })).rejects.toMatchObject({ code: "unknown-question" });
	});

	test("gives at most 200 at once, whatever is asked for", async () => {
		const db = await tempDatabase();
		await Promise.all(Array.from({ length: 203 }, (_, number) => askQuestion(db, { title: `${number}` })));
		const first = await listQuestions(db, { status: "pending", limit: 100_000 });
		expect(first.questions).toHaveLength(200);
		const rest = await listQuestions(db, { status: "pending", cursor: first.next ?? "" });
		expect(rest).toMatchObject({ questions: { length: 3 }, next: null });
	});
});
