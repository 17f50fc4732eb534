import { expect, test } from "vitest";
import { HANDOVER_LIMIT, type Handover } from "../../../server/contract/handover.ts";
import { periodOf } from "../../../server/handover/period.ts";
import { readHandover } from "../../../server/handover/read-handover.ts";
import { markRead, readUntil } from "../../../server/handover/read-mark.ts";
import { readZone } from "../../../server/handover/read-zone.ts";
import { handoverToText, summary } from "../../../server/handover/to-text.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { applyDeadlines } from "../../../server/inbox/apply-deadlines.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { takeAnswer } from "../../../server/inbox/take-answer.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { tempDatabase } from "../../support/database.ts";
import { createCheck, createRun, createTurn } from "../../support/runs.ts";

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR);
const lastDay = () => ({ from: Date.now() - 24 * HOUR, to: Date.now() });
const read = async (db: Awaited<ReturnType<typeof tempDatabase>>) => readHandover(db, lastDay(), Date.now());

test("tells what was finished and what failed in the time, and what is under way whenever it began", async () => {
	const db = await tempDatabase();
	await createRun(db, { item: "US-1", status: "done", outcome: "merged", endedAt: ago(2) });
	await createRun(db, { item: "US-2", status: "review", waitsFor: "Q-9", endedAt: ago(1) });
	await createRun(db, { item: "US-3", status: "failed", reason: "no progress", endedAt: ago(3) });
	await createRun(db, { item: "US-4", status: "done", endedAt: ago(30) });
	await createRun(db, { item: "US-5", status: "parked", startedAt: ago(90) });
	await createRun(db, { item: "US-6", status: "retried", endedAt: ago(1) });
	const { done, failed, underWay } = await read(db);
	const items = (runs: { item: string }[]) => runs.map(({ item }) => item);
	expect([items(done), items(failed), items(underWay)]).toEqual([["US-2", "US-1"], ["US-3"], ["US-5"]]);
});

test("tells what was decided without the person, by whom, and whether it can still be changed", async () => {
	const db = await tempDatabase();
	const deadline = { deadlineAt: ago(-1).toISOString(), onDeadline: "default" as const };
	const yes = {
		kind: "choice" as const,
		options: [
			{ id: "a", label: "The first" },
			{ id: "b", label: "The second" },
		],
		default: "b",
	};
	const first = await askQuestion(db, { title: "Which?", daemon: "bot", task: "US-1", ...yes, ...deadline });
	const second = await askQuestion(db, { title: "Which else?", ...yes, ...deadline });
	await applyDeadlines(db, ago(-2));
	await takeAnswer(db, first.ticket);
	const third = await askQuestion(db, { title: "Mine" });
	await answerQuestion(db, third.ticket, { answer: "yes" });
	const until = ago(-3).getTime();
	const { decided, decidedCount, answeredCount } = await readHandover(
		db,
		{ from: Date.now() - HOUR, to: until },
		until,
	);
	expect(decidedCount).toBe(2);
	expect(answeredCount).toBe(1);
	expect(decided.find(({ ticket }) => ticket === first.ticket)).toMatchObject({
		title: "Which?",
		daemon: "bot",
		task: "US-1",
		by: "default",
		decision: "The second",
		taken: true,
		reviewed: false,
	});
	expect(decided.find(({ ticket }) => ticket === second.ticket)).toMatchObject({ taken: false });
});

test("what waits is told by urgency, then by age, and what sleeps is only counted", async () => {
	const db = await tempDatabase();
	const ask = (title: string, urgency: "low" | "normal" | "high" | "critical") => askQuestion(db, { title, urgency });
	await ask("first", "normal");
	await ask("second", "critical");
	await ask("third", "normal");
	const sleeping = await ask("later", "high");
	await db.write(({ question }) =>
		question.updateMany({ where: { title: sleeping.title }, data: { snoozedUntil: new Date(Date.now() + HOUR) } }),
	);
	const { waiting, waitingCount, asleepCount } = await read(db);
	expect(waiting.map(({ title }) => title)).toEqual(["second", "first", "third"]);
	expect([waitingCount, asleepCount]).toEqual([3, 1]);
});

test("adds up time, tokens and money of the time, by daemon and currency", async () => {
	const db = await tempDatabase();
	const run = await createRun(db, { activeMs: 4 * HOUR });
	const used = { inputTokens: 100, outputTokens: 10, cost: 0.5, currency: "USD" };
	await createTurn(db, run.id, { number: 1, startedAt: ago(30), endedAt: ago(28), ...used });
	await createTurn(db, run.id, { number: 2, startedAt: ago(3), endedAt: ago(1), ...used });
	const { spent } = await read(db);
	expect(spent).toEqual([
		{ daemon: "code-developer", activeMs: 2 * HOUR, inputTokens: 100, outputTokens: 10, cost: { USD: 0.5 } },
	]);
});

test("names what is at risk: a failed check, a default that fires soon, a review that grows old", async () => {
	const db = await tempDatabase();
	const run = await createRun(db, { item: "US-1", status: "done", endedAt: ago(1) });
	await createCheck(db, run.id, { command: "npm test" });
	const mended = await createRun(db, { item: "US-2", status: "done", endedAt: ago(1) });
	await createCheck(db, mended.id, { command: "npm test" });
	await createCheck(db, mended.id, { command: "npm test", ok: true, how: "exit code 0" });
	await createRun(db, { item: "US-3", status: "review", waitsFor: "Q-7", endedAt: ago(80) });
	const soon = new Date(Date.now() + HOUR).toISOString();
	await askQuestion(db, {
		title: "Ship it?",
		kind: "approval",
		deadlineAt: soon,
		onDeadline: "default",
		default: "approve",
	});
	const { risks } = await read(db);
	expect(risks.map(({ severity, text, at, page }) => [severity, at, text, page])).toEqual([
		["error", null, "US-1 is finished although a check failed: npm test.", `/activity?run=${run.id}`],
		["warning", soon, "Q-1 is decided by its default unless you answer: Ship it?", "/inbox?ticket=Q-1"],
		[
			"warning",
			null,
			"US-3 has waited 3 days for its review: what it was built on goes on changing.",
			"/inbox?ticket=Q-7",
		],
	]);
});

test("the next one begins where the last was read, and an older page takes nothing back", async () => {
	const db = await tempDatabase();
	expect(await readUntil(db)).toBeNull();
	const [earlier, later] = [Date.now() - HOUR, Date.now()];
	expect(await markRead(db, later)).toBe(later);
	expect(await markRead(db, earlier)).toBe(later);
	expect(await readUntil(db)).toBe(later);
});

test("as text it begins with what waits, and a subject sums it up", async () => {
	const db = await tempDatabase();
	await createRun(db, {
		item: "US-1",
		title: "Sign in",
		status: "done",
		outcome: "merged",
		endedAt: ago(2),
		activeMs: 65_000,
	});
	await askQuestion(db, { title: "Which\ncolour?", daemon: "bot", urgency: "high" });
	const handover = await read(db);
	expect(summary(handover)).toBe("1 done, 1 waiting for you");
	expect(handoverToText(handover).split("\n").slice(1)).toEqual([
		"",
		"Waiting for you: 1",
		"  Q-1 high Which colour? (bot)",
		"",
		"Done: 1",
		"  US-1 Sign in (code-developer, merged, 1m 05s)",
	]);
});

test("days and times are those of the place where the person is, and more than the list holds is counted", async () => {
	const db = await tempDatabase();
	const person = { name: null, hours: [], digest: [], undoMs: 0, timeZone: "Asia/Kathmandu" };
	await db.write(({ setting }) => setting.create({ data: { key: "person", value: person } }));
	const now = Date.parse("2026-11-20T20:30:00Z");
	const endedAt = new Date(now - HOUR);
	for (let number = 1; number <= HANDOVER_LIMIT + 2; number += 1) {
		await createRun(db, { item: `US-${number}`, status: "failed", endedAt });
		await createRun(db, { item: `US-${100 + number}`, status: "done", endedAt });
		await createRun(db, { item: `US-${200 + number}`, status: "parked" });
	}
	const handover = await readHandover(db, periodOf({}, null, now, await readZone(db)), now);
	expect(handover).toMatchObject({ timeZone: "Asia/Kathmandu", today: "2026-11-21" });
	expect(handover).toMatchObject({ doneCount: 52, failedCount: 52, underWayCount: 52 });
	expect(handover.done).toHaveLength(HANDOVER_LIMIT);
	const text = handoverToText(handover);
	expect(text).toContain("Since 2026-11-20 02:15, until 2026-11-21 02:15 (Asia/Kathmandu): 52 done, 52 failed");
	expect(text.match(/… and 2 more/g)).toHaveLength(3);
});

test("over HTTP: since it was read, of a day, and what cannot be", async () => {
	const { api } = await startDashboard();
	const first = await api<Handover>("/handover");
	expect(first).toMatchObject({ status: 200, body: { done: [], waiting: [], readAt: null } });
	const read = await api<{ readAt: string }>("/handover/read", { method: "POST", body: { until: first.body.to } });
	expect(read).toMatchObject({ status: 200, body: { readAt: first.body.to } });
	const second = await api<Handover>("/handover");
	expect(second.body).toMatchObject({ from: first.body.to, readAt: first.body.to });
	const wrong = await api("/handover?day=tomorrow");
	expect(wrong).toMatchObject({ status: 400, body: { code: "bad-request" } });
	const early = await api("/handover/read", { method: "POST", body: { until: "2999-01-01T00:00:00Z" } });
	expect(early.status).toBe(400);
});
