import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { readAttachment } from "../../../server/inbox/attachments.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { tempDatabase } from "../../support/database.ts";

const tickets = ({ questions }: { questions: { ticket: string }[] }) => questions.map(({ ticket }) => ticket);

test("questions are found by the beginnings of their words, without accents, and by their ticket", async () => {
	const db = await tempDatabase();
	await askQuestion(db, { title: "Deploy the café?", body: 'to *production* "now"', daemon: "a", task: "US-9" });
	await askQuestion(db, { title: "Rename it?", body: "deployment.yml", daemon: "b", urgency: "high" });
	await askQuestion(db, { title: "Something else", kind: "approval" });
	await answerQuestion(db, "Q-3", { answer: "reject", comment: "deploys on Monday" });
	const find = async (q: string, more = {}) => tickets(await listQuestions(db, { q, ...more }));
	expect(await find("depl")).toEqual(["Q-3", "Q-2", "Q-1"]);
	expect(await find("depl", { status: "pending" })).toEqual(["Q-1", "Q-2"]);
	expect(await find("depl", { status: "settled" })).toEqual(["Q-3"]);
	expect(await find("depl", { daemon: "b" })).toEqual(["Q-2"]);
	expect(await find("depl", { urgency: "high", kind: "text" })).toEqual(["Q-2"]);
	expect(await find("CAFE prod")).toEqual(["Q-1"]);
	expect(await find("us-9")).toEqual(["Q-1"]);
	expect(await find("q-3", { status: "pending" })).toEqual(["Q-3"]);
	expect(await find("Q-99")).toEqual([]);
	// Nothing of it is a language of its own.
	for (const q of ['"', "NOT", "a OR", "title:", "*", "'; DROP TABLE x", "(", "^dep", "-", "{", "\0", "\uD800"]) {
		await expect(listQuestions(db, { q })).resolves.toBeDefined();
	}
	expect(await find("!!!")).toEqual([]);
	expect(await find("   ")).toHaveLength(3);
});

test("a search is paged like any list, and none comes twice", async () => {
	const db = await tempDatabase();
	for (let number = 1; number <= 7; number++) await askQuestion(db, { title: `Deploy ${number}` });
	const first = await listQuestions(db, { q: "deploy", status: "pending", limit: 5 });
	expect([tickets(first), first.next]).toEqual([["Q-1", "Q-2", "Q-3", "Q-4", "Q-5"], "Q-5"]);
	const second = await listQuestions(db, { q: "deploy", status: "pending", limit: 5, cursor: first.next ?? "" });
	expect([tickets(second), second.next]).toEqual([["Q-6", "Q-7"], null]);
	const newest = await listQuestions(db, { q: "deploy", limit: 5 });
	expect(tickets(await listQuestions(db, { q: "deploy", limit: 5, cursor: newest.next ?? "" }))).toEqual([
		"Q-2",
		"Q-1",
	]);
});

test("a brief list carries the beginnings of bodies", async () => {
	const db = await tempDatabase();
	await askQuestion(db, { title: "Long", body: "x".repeat(1_000_000) });
	await askQuestion(db, { title: "None" });
	const { questions } = await listQuestions(db, { status: "pending", brief: true });
	expect(questions.map(({ body }) => body)).toEqual(["x".repeat(280), null]);
});

test("files come with a question, are kept as they are, and are read one by one", async () => {
	const db = await tempDatabase();
	const bytes = Buffer.from([0, 255, 1, 254]);
	const asked = await askQuestion(db, {
		title: "Looks right?",
		attachments: [
			{ name: "../shots/page.png", mediaType: "image/png", base64: bytes.toString("base64") },
			{ name: "notes.txt", text: "grüß dich" },
			{ name: "odd", mediaType: "text/html; <script>", text: "x" },
		],
	});
	expect(asked.attachments).toMatchObject([
		{ name: "page.png", mediaType: "image/png", size: 4 },
		{ name: "notes.txt", mediaType: "text/plain", size: 11 },
		{ name: "odd", mediaType: "text/html", size: 1 },
	]);
	const [picture] = asked.attachments;
	expect(Buffer.from((await readAttachment(db, "Q-1", picture?.id ?? 0)).content)).toEqual(bytes);
	await askQuestion(db, { title: "Another" });
	await expect(readAttachment(db, "Q-2", picture?.id ?? 0)).rejects.toMatchObject({ code: "not-found" });
	const refused: [object, string][] = [
		[{ name: "both", text: "x", base64: "eA==" }, "needs either a text or its content in base64"],
		[{ name: "none" }, "needs either a text or its content in base64"],
		[{ name: "big", text: "x".repeat(8_000_001) }, "attachments.0"],
		[{ name: "no", base64: "not base64!" }, "attachments.0"],
	];
	for (const [file, why] of refused) {
		const input = { title: "x", attachments: [file] } as Parameters<typeof askQuestion>[1];
		await expect(askQuestion(db, input)).rejects.toMatchObject({
			code: "invalid-question",
			message: expect.stringContaining(why),
		});
	}
	const large = { name: "large", text: "x".repeat(5_000_000) };
	await expect(askQuestion(db, { title: "x", attachments: [large, large] })).rejects.toThrow(
		"larger than 8 MB together",
	);
});

test("a question from before there was a trail has one all the same", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Old?", kind: "approval" });
	await answerQuestion(db, ticket, { answer: "approve", comment: "fine" });
	await db.prisma.questionEvent.deleteMany();
	expect((await readRecord(db, ticket)).trail).toMatchObject([
		{ kind: "asked", by: "asker", version: 1 },
		{ kind: "answered", by: "human", words: "Approve “fine”" },
	]);
	await answerQuestion(db, ticket, { answer: "reject", amend: true });
	expect((await readRecord(db, ticket)).trail.map(({ kind }) => kind)).toEqual(["asked", "amended"]);
});
