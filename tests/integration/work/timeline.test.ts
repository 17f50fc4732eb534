import { expect, test } from "vitest";
import { LEFT_OUT, type TimelineEntry } from "../../../server/contract/record.ts";
import type { Database } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { recordActivity } from "../../../server/inbox/record-activity.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { readRunTimeline, readTimeline } from "../../../server/work/timeline/read-timeline.ts";
import { tempDatabase } from "../../support/database.ts";
import { createCall, createCheck, createRun, createTurn } from "../../support/runs.ts";

const daemon = "code-developer";
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

/** A run of which everything is recorded, with the words of a person in it. */
async function storyOf(db: Database) {
	const run = await createRun(db, { startedAt: ago(100) });
	const say = (seconds: number, kind: "task" | "message" | "plan" | "tool", title: string) =>
		recordActivity(db, { daemon, task: "US-1", kind, title, at: ago(seconds).toISOString() });
	await say(100.5, "task", "Took US-1");
	const turn = await createTurn(db, run.id, { startedAt: ago(95), prompt: "Work on US-1." });
	await say(90, "message", "I look around.");
	await createCall(db, turn.id, {
		callId: "1",
		title: "Read a.ts",
		kind: "read",
		startedAt: ago(85),
		endedAt: ago(84),
	});
	await say(84, "tool", "Read a.ts");
	await createCall(db, turn.id, {
		callId: "2",
		title: "Edit a.ts",
		kind: "edit",
		startedAt: ago(80),
		endedAt: ago(79),
		changes: [{ path: "a.ts", oldText: "a", newText: "b" }],
	});
	await say(70, "plan", "Plan: 2 steps");
	await createCheck(db, run.id, { ok: true, how: "exit code 0", startedAt: ago(61), endedAt: ago(60) });
	const question = await askQuestion(db, { daemon, kind: "approval", title: "Merge?", task: "US-1" });
	const option = question.options[0]?.id ?? "";
	await answerQuestion(db, question.ticket, { answer: option, comment: "Well done." });
	await sendCommand(db, daemon, { text: "Then take US-2.\nAnd be quick." });
	return run;
}

const told = ({ kind, title }: TimelineEntry) => `${kind}: ${title}`;

test("tells a run in one order: prompts, words, steps, checks, questions, and what the person said", async () => {
	const db = await tempDatabase();
	const run = await storyOf(db);
	const { entries, next } = await readRunTimeline(db, run.id);
	expect(next).toBeNull();
	expect(entries.map(told).reverse()).toEqual([
		"task: Took US-1",
		"prompt: Turn 1: the agent is told what to do",
		"message: I look around.",
		"tool: Read a.ts",
		"tool: Edit a.ts",
		"plan: Plan: 2 steps",
		"check: npm test (exit code 0)",
		"question: Asked Q-1: Merge?",
		expect.stringMatching(/^person: Answered Q-1: /),
		"person: Then take US-2. And be quick.",
	]);
	expect(entries[0]).toMatchObject({ detail: "Then take US-2.\nAnd be quick.", outcome: null, run: run.id });
	expect(entries[1]).toMatchObject({ ticket: "Q-1", detail: "Well done." });
	expect(entries.find(({ title }) => title === "Edit a.ts")?.call).toMatchObject({ changed: 1, status: "completed" });
});

test("tells of a check that the person left out, and not as a failed one", async () => {
	const db = await tempDatabase();
	const run = await createRun(db, { startedAt: ago(100) });
	await createCheck(db, run.id, { how: "exit code 1" });
	await createCheck(db, run.id, { how: LEFT_OUT });
	await createCheck(db, run.id, { ok: true });
	const { entries } = await readRunTimeline(db, run.id, { kinds: ["check"] });
	expect(entries.map(({ outcome }) => outcome).reverse()).toEqual(["failed", "cancelled", "ok"]);
});

test("leaves nothing out and tells nothing twice, whatever the size of a page", async () => {
	const db = await tempDatabase();
	const run = await storyOf(db);
	const all = (await readRunTimeline(db, run.id)).entries;
	for (const limit of [1, 2, 3, 7]) {
		const entries: TimelineEntry[] = [];
		let cursor: string | undefined;
		do {
			const page = await readRunTimeline(db, run.id, { limit, cursor });
			entries.push(...page.entries);
			cursor = page.next ?? undefined;
		} while (cursor);
		expect(entries).toEqual(all);
	}
});

test("tells of all daemons together, each entry with its run, and of what is asked for alone", async () => {
	const db = await tempDatabase();
	const run = await storyOf(db);
	await recordActivity(db, { daemon: "my-bot", kind: "tool", title: "Its own", task: "B-1" });
	const { entries } = await readTimeline(db);
	expect(entries.map(told)).toContain("tool: Its own");
	expect(entries.filter(({ title }) => title === "Read a.ts")).toHaveLength(1);
	expect(entries.find(({ kind }) => kind === "message")?.run).toBe(run.id);
	const titles = async (filter: Parameters<typeof readTimeline>[1]) =>
		(await readTimeline(db, filter)).entries.map(told).reverse();
	expect(await titles({ daemon: "my-bot" })).toEqual(["tool: Its own"]);
	expect(await titles({ kinds: ["person"] })).toEqual([
		expect.stringMatching(/^person: Answered/),
		"person: Then take US-2. And be quick.",
	]);
	expect(await titles({ kinds: ["tool", "check"], item: "US-1" })).toEqual([
		"tool: Read a.ts",
		"tool: Edit a.ts",
		"check: npm test (exit code 0)",
	]);
});

test("belongs to the run in whose time it was, when an item was worked on twice", async () => {
	const db = await tempDatabase();
	const first = await createRun(db, { startedAt: ago(100), endedAt: ago(50), status: "retried" });
	const second = await createRun(db, { startedAt: ago(40) });
	for (const [seconds, title] of [
		[90, "One"],
		[30, "Two"],
	] as const) {
		await recordActivity(db, { daemon, task: "US-1", kind: "message", title, at: ago(seconds).toISOString() });
	}
	expect((await readRunTimeline(db, first.id)).entries.map(told)).toEqual(["message: One"]);
	expect((await readRunTimeline(db, second.id)).entries.map(told)).toEqual(["message: Two"]);
	expect((await readTimeline(db)).entries.map(({ run }) => run)).toEqual([second.id, first.id]);
});

test("refuses a cursor that is none, and a run that is none", async () => {
	const db = await tempDatabase();
	await expect(readTimeline(db, { cursor: "1; DROP" })).rejects.toMatchObject({ code: "bad-request" });
	await expect(readRunTimeline(db, 7)).rejects.toMatchObject({ code: "not-found" });
});
