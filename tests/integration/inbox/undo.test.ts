import { expect, test } from "vitest";
import { settlePerson } from "../../../server/config/person-schema.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { applyDeadlines } from "../../../server/inbox/apply-deadlines.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { endUndo } from "../../../server/inbox/end-undo.ts";
import { asAskerSees } from "../../../server/inbox/handed-out.ts";
import { keepPerson } from "../../../server/inbox/person.ts";
import { readRecord } from "../../../server/inbox/question-record.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { reschedule } from "../../../server/inbox/reschedule.ts";
import { snoozeQuestion } from "../../../server/inbox/snooze-question.ts";
import { receiveAnswer, takeAnswer } from "../../../server/inbox/take-answer.ts";
import { undoAnswer } from "../../../server/inbox/undo-answer.ts";
import { waitForAnswer } from "../../../server/inbox/wait-for-answer.ts";
import { tempDatabase } from "../../support/database.ts";
import { eventually } from "../../support/wait.ts";

const kinds = async (db: Awaited<ReturnType<typeof tempDatabase>>, ticket: string) =>
	(await readRecord(db, ticket)).trail.map(({ kind }) => kind);

test("an answer that can be undone is nobody's until its time is over", async () => {
	const db = await tempDatabase();
	await keepPerson(db, { ...settlePerson(), undoMs: 600_000 });
	const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
	const answered = await answerQuestion(db, ticket, { answer: "approve", undoable: true });
	expect(Date.parse(answered.undoUntil ?? "") - Date.parse(answered.answeredAt ?? "")).toBe(600_000);
	expect(await takeAnswer(db, ticket)).toBeNull();
	expect(asAskerSees(answered)).toMatchObject({ status: "pending", answer: null, answeredBy: null });
	expect(await waitForAnswer(db, ticket, { timeoutMs: 10 })).toEqual(answered);

	await keepPerson(db, { ...settlePerson(), undoMs: 300 });
	await undoAnswer(db, ticket);
	const waiting = waitForAnswer(db, ticket);
	const { undoUntil } = await answerQuestion(db, ticket, { answer: "approve", undoable: true });
	expect(await waiting).toMatchObject({ status: "answered", answer: "approve" });
	expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(undoUntil ?? ""));
	expect(await endUndo(db, new Date())).toBe(1);
	expect(await receiveAnswer(db, ticket)).toMatchObject({ answer: "approve", undoUntil: null });
	// In a second life the asker has it still.
	expect(await takeAnswer(db, ticket)).toBeNull();
	expect(await receiveAnswer(db, ticket)).toMatchObject({ answer: "approve", deliveredAt: expect.any(String) });
	await expect(undoAnswer(db, ticket)).rejects.toMatchObject({
		code: "already-answered",
		message: expect.stringContaining("can no longer be undone"),
	});
});

test("what is undone is pending as before, and waits for another answer; a late retry does not bring it back", async () => {
	const db = await tempDatabase();
	const { ticket } = await askQuestion(db, { title: "Deploy?", kind: "approval" });
	const first = { answer: "approve", comment: "go", undoable: true, idempotencyKey: "click-1" };
	const answered = await answerQuestion(db, ticket, first);
	const undone = await undoAnswer(db, ticket, { version: answered.version });
	expect(undone).toMatchObject({ status: "pending", answer: null, comment: null, answeredBy: null, undoUntil: null });
	expect(undone.version).toBeGreaterThan(answered.version);
	expect(await undoAnswer(db, ticket)).toEqual(undone);
	expect(await answerQuestion(db, ticket, first)).toEqual(undone);
	expect(await receiveAnswer(db, ticket)).toBeNull();
	await answerQuestion(db, ticket, { answer: "reject" });
	expect(await takeAnswer(db, ticket)).toMatchObject({ answer: "reject" });
	expect(await kinds(db, ticket)).toEqual(["asked", "answered", "undone", "answered", "delivered"]);
});

test("an undo of what has changed meanwhile, or that no person decided, is refused and changes nothing", async () => {
	const db = await tempDatabase();
	const deadlineAt = "2030-01-01T09:00:00.000Z";
	const { ticket } = await askQuestion(db, {
		title: "Go?",
		kind: "approval",
		deadlineAt,
		onDeadline: "default",
		default: "reject",
	});
	const answered = await answerQuestion(db, ticket, { answer: "approve", undoable: true });
	await expect(undoAnswer(db, ticket, { version: answered.version - 1 })).rejects.toMatchObject({
		code: "version-conflict",
	});
	expect(await getQuestion(db, ticket)).toEqual(answered);
	const defaulted = await askQuestion(db, { title: "Go?", kind: "approval" });
	await answerQuestion(db, defaulted.ticket, { answer: "reject" }, "default");
	await expect(undoAnswer(db, defaulted.ticket)).rejects.toMatchObject({ code: "already-answered" });
	await expect(undoAnswer(db, "Q-99")).rejects.toMatchObject({ code: "unknown-question" });
});

test.each([
	["a minute", 10_000, 60_000],
	["the time to undo", 600_000, 600_000],
])("a deadline decides no sooner than %s after an undo, also when it is reckoned anew", async (_, undoMs, least) => {
	const db = await tempDatabase();
	const person = { ...settlePerson(), undoMs };
	await keepPerson(db, person);
	const soon = { kind: "approval", deadlineAt: new Date(Date.now() + 5_000).toISOString() } as const;
	const decided = { ...soon, onDeadline: "default", default: "approve" } as const;
	const { ticket } = await askQuestion(db, { title: "Deploy?", ...decided });
	const waits = await askQuestion(db, { title: "Deploy?", ...soon });
	const later = await askQuestion(db, { title: "Deploy?", ...decided, deadlineAt: "2030-01-01T09:00:00.000Z" });
	for (const one of [ticket, waits.ticket, later.ticket]) {
		await answerQuestion(db, one, { answer: "approve", undoable: true });
	}
	const before = Date.now();
	const undone = await undoAnswer(db, ticket);
	expect(Date.parse(undone.firesAt ?? "")).toBeGreaterThanOrEqual(before + least);
	expect(Date.parse(undone.firesAt ?? "")).toBeLessThanOrEqual(Date.now() + least);
	expect(await undoAnswer(db, waits.ticket)).toMatchObject({ firesAt: waits.firesAt });
	expect(await undoAnswer(db, later.ticket)).toMatchObject({ firesAt: later.firesAt });
	expect(await reschedule(db, person)).toBe(0);
	expect(await getQuestion(db, ticket)).toEqual(undone);
	expect(await applyDeadlines(db, new Date(before + least - 1))).toEqual([]);
	expect(await applyDeadlines(db, new Date(undone.firesAt ?? ""))).toMatchObject([{ ticket, status: "defaulted" }]);
});

test("what was put off or held sleeps on after an undo, unless its moment has passed", async () => {
	const db = await tempDatabase();
	await keepPerson(db, { ...settlePerson(), digest: [0] });
	const held = await askQuestion(db, { title: "Some day?", urgency: "low" });
	expect(held.heldUntil).not.toBeNull();
	const { ticket } = await askQuestion(db, { title: "Later?" });
	const asleep = await snoozeQuestion(db, ticket, new Date(Date.now() + 3_600_000));
	const short = await askQuestion(db, { title: "In a moment?" });
	const until = new Date(Date.now() + 200);
	await snoozeQuestion(db, short.ticket, until);
	for (const one of [held.ticket, ticket, short.ticket]) {
		const answered = await answerQuestion(db, one, { answer: "yes", undoable: true });
		expect(answered).toMatchObject({ snoozedUntil: null, heldUntil: null });
	}
	await eventually(() => Date.now() > until.getTime());
	expect(await undoAnswer(db, held.ticket)).toMatchObject({ heldUntil: held.heldUntil, snoozedUntil: null });
	expect(await undoAnswer(db, ticket)).toMatchObject({ snoozedUntil: asleep.snoozedUntil, heldUntil: null });
	expect(await undoAnswer(db, short.ticket)).toMatchObject({ snoozedUntil: null, heldUntil: null });
});
