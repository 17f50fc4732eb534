import { expect, onTestFinished, test } from "vitest";
import { settlePerson } from "../../../server/config/person-schema.ts";
import type { Database } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { readAttachment } from "../../../server/inbox/attachments.ts";
import { dropOldFiles } from "../../../server/inbox/drop-old-files.ts";
import { inboxRevision } from "../../../server/inbox/inbox-revision.ts";
import { keepPerson } from "../../../server/inbox/person.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { addMessage } from "../../../server/inbox/thread.ts";
import { withdrawQuestion } from "../../../server/inbox/withdraw-question.ts";
import { keepFiles } from "../../../server/state/file-keeping.ts";
import { tempDatabase } from "../../support/database.ts";
import { eventually } from "../../support/wait.ts";

const HOUR = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR);
const files = [
	{ name: "page.txt", text: "much" },
	{ name: "more.txt", text: "more" },
];

/** Two questions that are settled, in both ways, and one that is not; each with files. */
async function settledAndPending(db: Database) {
	const answered = await askQuestion(db, { title: "Looks right?", attachments: files });
	await addMessage(db, answered.ticket, { text: "Which page?" });
	await answerQuestion(db, answered.ticket, { answer: "yes" });
	const withdrawn = await askQuestion(db, { title: "And this?", attachments: files });
	await withdrawQuestion(db, withdrawn.ticket, "not needed");
	const pending = await askQuestion(db, { title: "Still open?", attachments: files });
	return { answered, withdrawn, pending };
}

test("the contents of files go long after their question was settled, and the question says so", async () => {
	const db = await tempDatabase();
	await keepPerson(db, settlePerson());
	const { answered, withdrawn, pending } = await settledAndPending(db);
	const [before, revision] = [await readRecord(db, answered.ticket), await inboxRevision(db)];
	const now = new Date("2027-03-01T08:00:00.000Z");

	expect(await dropOldFiles(db, inAnHour(), now)).toBe(2);

	const { question, thread, trail } = await readRecord(db, answered.ticket);
	expect(question.attachments).toEqual(answered.attachments.map((file) => ({ ...file, removedAt: now.toISOString() })));
	expect({ thread, trail, answer: question.answer }).toEqual({
		thread: before.thread,
		trail: before.trail,
		answer: "yes",
	});
	await expect(readAttachment(db, answered.ticket, answered.attachments[0]?.id ?? 0)).rejects.toMatchObject({
		code: "not-found",
		message: 'The content of "page.txt" was removed on 2027-03-01: Q-1 was settled long before.',
	});
	expect((await readRecord(db, withdrawn.ticket)).question.attachments[1]).toMatchObject({
		removedAt: now.toISOString(),
	});
	expect((await readAttachment(db, pending.ticket, pending.attachments[0]?.id ?? 0)).size).toBe(4);
	expect(await db.prisma.attachment.count()).toBe(2);
	expect(await inboxRevision(db)).not.toBe(revision); // pages follow
	expect(await dropOldFiles(db, inAnHour(), now)).toBe(0);
});

test("what something has happened to since keeps its files", async () => {
	const db = await tempDatabase();
	await settledAndPending(db);
	const moment = new Date(Date.now() - HOUR);
	await db.prisma.question.updateMany({ data: { createdAt: moment, answeredAt: moment } });
	expect(await dropOldFiles(db, new Date(Date.now() - HOUR / 2), new Date())).toBe(0);
	expect(await db.prisma.attachment.count()).toBe(6);
});

test("a question without a trail goes by its answer", async () => {
	const db = await tempDatabase();
	await settledAndPending(db);
	await db.prisma.questionEvent.deleteMany();
	const old = new Date(Date.now() - HOUR);
	await db.prisma.question.updateMany({ data: { createdAt: old } });
	// The answer is of now; when the other was withdrawn is not known.
	expect(await dropOldFiles(db, new Date(Date.now() - HOUR / 2), new Date())).toBe(1);
	expect(await db.prisma.attachment.count({ where: { questionId: 1 } })).toBe(2);
});

test("it is done by itself, unless files are kept for good or the clock is new", async () => {
	const db = await tempDatabase();
	await settledAndPending(db);
	let keepFilesMs: number | null = null;
	let [looks, written] = [0, 0];
	const options = {
		database: () => {
			looks += 1;
			return db;
		},
		keepFilesMs: () => keepFilesMs,
		onWritten: () => {
			written += 1;
		},
		trouble: { failed: (error: unknown) => Promise.reject(error), worked: () => undefined },
		everyMs: 20,
	};
	const hasLooked = (from = looks) => eventually(() => (looks >= from + 3 ? true : null));
	const early = keepFiles({ ...options, believeAfterMs: HOUR });
	keepFilesMs = 1;
	await hasLooked();
	await early.stop();
	keepFilesMs = null;
	const keeping = keepFiles({ ...options, believeAfterMs: 1 });
	onTestFinished(() => keeping.stop());
	await hasLooked();
	expect([written, await db.prisma.attachment.count()]).toEqual([0, 6]);
	keepFilesMs = 1;
	await eventually(() => (written > 0 ? true : null));
	expect(await db.prisma.attachment.count()).toBe(2);
});
