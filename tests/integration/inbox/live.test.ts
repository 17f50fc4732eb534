import { expect, onTestFinished, test } from "vitest";
import { personSchema, settlePerson } from "../../../server/config/person-schema.ts";
import type { LiveState } from "../../../server/contract/state.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { getQuestion } from "../../../server/inbox/read-question.ts";
import { snoozeQuestion } from "../../../server/inbox/snooze-question.ts";
import { addMessage, seeMessages } from "../../../server/inbox/thread.ts";
import { undoAnswer } from "../../../server/inbox/undo-answer.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const revision = ({ revisions }: LiveState) => revisions.inbox ?? 0;

/** A dashboard, a page that follows it, and another process's database. */
async function start(...args: Parameters<typeof startDashboard>) {
	const dashboard = await startDashboard(...args);
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const page = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await page.start();
	const db = await openDatabase(dashboard.paths.database);
	onTestFinished(() => db.close());
	return { dashboard, page, db };
}

test("pages are told of every change of a question and its thread, whichever process made it", async () => {
	const { page, db } = await start();
	const { ticket } = await askQuestion(db, { title: "May I?", kind: "approval" });
	const changes: [string, () => Promise<unknown>][] = [
		["asked back", () => addMessage(db, ticket, { text: "Why?" })],
		["read by the asker", () => seeMessages(db, ticket)],
		["answered", () => answerQuestion(db, ticket, { answer: "approve" })],
		["taken back", () => undoAnswer(db, ticket)],
		["put off", () => snoozeQuestion(db, ticket, new Date(Date.now() + 3_600_000))],
	];
	await page.until((state) => revision(state) > 0 && state.pendingCount === 1);
	for (const [what, change] of changes) {
		const before = revision(page.state);
		await change();
		await expect(
			page.until((state) => revision(state) > before),
			what,
		).resolves.toBeDefined();
	}
}, 60_000);

test("a question that sleeps leaves the badge, and comes back by itself at its time", async () => {
	const { page, db } = await start();
	const { ticket } = await askQuestion(db, { title: "Later?" });
	await page.until(({ pendingCount }) => pendingCount === 1);
	await snoozeQuestion(db, ticket, new Date(Date.now() + 2_000));
	await page.until(({ pending, pendingCount }) => pendingCount === 0 && pending.length === 0);
	const back = await page.until(({ pendingCount }) => pendingCount === 1);
	expect(back.pending).toMatchObject([{ ticket, snoozedUntil: null }]);
}, 60_000);

test("what an answer can be undone for ends as a change that others follow", async () => {
	const person = settlePerson(personSchema.parse({ undo: "1s" }));
	const { dashboard, db } = await start([], undefined, undefined, person);
	const asked = await dashboard.api("/questions", { body: { title: "May I?", kind: "approval" } });
	const ticket = String(asked.body.ticket);
	const answer = { answer: "approve", undoable: true };
	const { body } = await dashboard.api(`/questions/${ticket}/answer`, { body: answer });
	expect(Date.parse(String(body.undoUntil)) - Date.parse(String(body.answeredAt))).toBe(1_000);
	await eventually(async () => (await getQuestion(db, ticket)).undoUntil === null || undefined);
}, 60_000);

test("the hours of config.json hold for questions that were asked before the dashboard began", async () => {
	const paths = await tempHome();
	const before = await openDatabase(paths.database);
	const deadlineAt = new Date(Date.now() + 60_000).toISOString();
	const asked = await askQuestion(before, { title: "Go on?", deadlineAt, onDeadline: "skip" });
	await before.close();
	expect(asked.firesAt).toBe(deadlineAt);
	// Two hours in a week, that are not now.
	const day = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][(new Date().getUTCDay() + 3) % 7];
	const person = settlePerson(personSchema.parse({ hours: [`${day} 03:00-05:00`], timeZone: "UTC" }));
	const { db } = await start([], paths, undefined, person);
	const fires = await eventually(async () => {
		const { firesAt } = await getQuestion(db, asked.ticket);
		return firesAt === deadlineAt ? undefined : firesAt;
	});
	expect(new Date(fires ?? "").toISOString()).toMatch(/T03:0[01]:/);
}, 60_000);
