import { expect, test } from "vitest";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { addMessage, readThread, seeMessages } from "../../../server/inbox/thread.ts";
import { waitForAnswer, waitForWord } from "../../../server/inbox/wait-for-answer.ts";
import { withdrawQuestion } from "../../../server/inbox/withdraw-question.ts";
import { tempDatabase } from "../../support/database.ts";

test("the person asks back, the asker hears of it while it waits, explains, and goes on waiting", async () => {
	const db = await tempDatabase();
	const { ticket, version } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
	const hearing = waitForWord(db, ticket);
	const answer = waitForAnswer(db, ticket);
	const asked = await addMessage(db, ticket, { text: "To which machine?" });
	expect(await hearing).toMatchObject({ question: { status: "pending" }, messages: [{ ...asked, seenAt: null }] });
	// Not seen yet: an asker that was killed in between hears it again.
	expect((await waitForWord(db, ticket)).messages).toEqual([asked]);
	expect(await seeMessages(db, ticket, asked.id)).toMatchObject([{ id: asked.id, seenAt: expect.any(String) }]);
	expect(await seeMessages(db, ticket)).toEqual([]);

	const explained = await addMessage(db, ticket, { text: "Staging.", from: "asker", key: "explain-1" });
	expect(await addMessage(db, ticket, { text: "Staging.", from: "asker", key: "explain-1" })).toEqual(explained);
	expect(await getQuestion(db, ticket)).toMatchObject({ messages: 2, lastMessageFrom: "asker", version: version + 1 });
	// Whoever answers what they saw before is told to look again.
	await expect(answerQuestion(db, ticket, { answer: "approve", version })).rejects.toMatchObject({
		code: "version-conflict",
	});
	await answerQuestion(db, ticket, { answer: "approve", version: version + 1 });
	expect(await answer).toMatchObject({ answer: "approve" });
	expect((await waitForWord(db, ticket)).question).toMatchObject({ status: "answered" });
	expect((await readThread(db, ticket)).map(({ from, text }) => `${from}: ${text}`)).toEqual([
		"human: To which machine?",
		"asker: Staging.",
	]);
	const record = await readRecord(db, ticket);
	expect(record).toMatchObject({ question: { ticket }, thread: [{ id: asked.id }, { id: explained.id }] });
});

test("nothing is said to nobody, and no message is empty", async () => {
	const db = await tempDatabase();
	const settled = await askQuestion(db, { title: "Name?" });
	await answerQuestion(db, settled.ticket, { answer: "Ada" });
	await expect(addMessage(db, settled.ticket, { text: "Why?" })).rejects.toMatchObject({ code: "already-answered" });
	const withdrawn = await askQuestion(db, { title: "Name?" });
	await withdrawQuestion(db, withdrawn.ticket, "found it");
	await expect(addMessage(db, withdrawn.ticket, { text: "Why?" })).rejects.toMatchObject({ code: "already-withdrawn" });
	await expect(addMessage(db, withdrawn.ticket, { text: "  " })).rejects.toMatchObject({
		code: "bad-request",
		message: "Nothing was said: a message needs a text.",
	});
	await expect(addMessage(db, "Q-99", { text: "x" })).rejects.toMatchObject({ code: "unknown-question" });
});
