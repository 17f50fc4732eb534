import { expect, test } from "vitest";
import { LEFT_OUT, type RecordedCall, type RecordedTurn } from "../../../server/contract/record.ts";
import type { Prisma } from "../../../server/db/generated/client.ts";
import type { Database } from "../../../server/db/open.ts";
import { exportRun } from "../../../server/work/export-run.ts";
import { listRuns } from "../../../server/work/list-runs.ts";
import { listCalls, readCall } from "../../../server/work/read-calls.ts";
import { readRun } from "../../../server/work/read-run.ts";
import { lengthsOf, turnsBetween } from "../../../server/work/spent-turns.ts";
import { readWorkSummary } from "../../../server/work/work-summary.ts";
import { tempDatabase } from "../../support/database.ts";
import { createCall, createCheck, createRun, createTurn } from "../../support/runs.ts";

const MINUTE = 60_000;
const day = Date.parse("2026-11-20T00:00:00Z");
const at = (minutes: number) => new Date(day + minutes * MINUTE);

async function joined(parts: AsyncIterable<string>): Promise<string> {
	let text = "";
	for await (const part of parts) text += part;
	return text;
}

test("lists runs in pages, the newest first, of a daemon, an item or a status", async () => {
	const db = await tempDatabase();
	for (let run = 1; run <= 5; run++) await createRun(db, { item: `US-${run}`, status: run === 3 ? "failed" : "done" });
	await createRun(db, { daemon: "other" });
	const first = await listRuns(db, { daemon: "code-developer", limit: 2 });
	expect(first.runs.map(({ item }) => item)).toEqual(["US-5", "US-4"]);
	const second = await listRuns(db, { daemon: "code-developer", cursor: first.next ?? "" });
	expect(second).toMatchObject({ runs: [{ item: "US-3" }, { item: "US-2" }, { item: "US-1" }], next: null });
	expect((await listRuns(db, { status: "failed" })).runs).toHaveLength(1);
	expect((await listRuns(db, { item: "US-2" })).runs).toHaveLength(1);
	await expect(listRuns(db, { cursor: "x" })).rejects.toMatchObject({ code: "bad-request" });
});

async function recorded(db: Database) {
	const run = await createRun(db, { title: "A `sly` <b>title</b>", activeMs: 30 * MINUTE, startedAt: at(0) });
	const turn = await createTurn(db, run.id, {
		prompt: "```\nbreak out",
		startedAt: at(50),
		endedAt: at(70),
		reply: "# No heading",
	});
	await createCall(db, turn.id, { callId: "1", command: "echo 1", output: "1" });
	const changes = [{ path: "../../etc/passwd", oldText: "a\n", newText: "b\n" }];
	await createCall(db, turn.id, { callId: "2", kind: "edit", title: "Edit", changes });
	return { run, turn };
}

test("reads a run with its turns, and its tool calls in pages", async () => {
	const db = await tempDatabase();
	const { run } = await recorded(db);
	expect(await readRun(db, run.id)).toMatchObject({
		run: { id: run.id, status: "running" },
		turns: [{ number: 1, calls: 2 }],
		calls: { total: 2, byKind: { execute: 1, edit: 1 } },
	});
	const newest = await listCalls(db, run.id, { limit: 1 });
	expect(newest).toMatchObject({ calls: [{ title: "Edit", turn: 1, files: ["../../etc/passwd"] }] });
	const rest = await listCalls(db, run.id, { cursor: Number(newest.next) });
	expect(rest).toMatchObject({ calls: [{ command: "echo 1", output: "1" }], next: null });
	const call = await readCall(db, run.id, newest.calls[0]?.id ?? 0);
	expect(call.changes).toHaveLength(1);
	await expect(readCall(db, run.id + 1, call.id)).rejects.toMatchObject({ code: "not-found" });
});

test("tells of long prompts and replies the beginning, and exports them whole, part by part", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	const long = `${"x".repeat(600)} the end`;
	for (let number = 1; number <= 3; number++) {
		const turn = await createTurn(db, id, { number, prompt: long, reply: number === 1 ? long : "Done." });
		await createCall(db, turn.id, { title: `Step of ${number}` });
	}
	await createTurn(db, id, { number: 4, prompt: "y".repeat(500) });
	const { turns } = await readRun(db, id);
	const beginning = `${"x".repeat(499)}…`;
	expect(turns[0]).toMatchObject({ prompt: beginning, reply: beginning, cut: true });
	expect(turns[1]).toMatchObject({ prompt: beginning, reply: "Done.", cut: true });
	expect(turns[3]).toMatchObject({ prompt: "y".repeat(500), reply: "", cut: false });

	const { parts } = await exportRun(db, id, "json");
	const each: string[] = [];
	for await (const part of parts) each.push(part);
	expect(each.filter((part) => part.includes("the end"))).toHaveLength(3);
	const value = JSON.parse(each.join("")) as { turns: RecordedTurn[]; steps: RecordedCall[] };
	expect(value.turns[0]).toMatchObject({ prompt: long, reply: long, cut: false });
	expect(value.steps.map(({ title }) => title)).toEqual(["Step of 1", "Step of 2", "Step of 3"]);
	const text = await joined((await exportRun(db, id, "md")).parts);
	expect(text.match(/the end/g)).toHaveLength(4);
	expect(text.match(/^##+ .*/gm)).toEqual([
		"## Turn 1",
		"### Step of 1",
		"## Turn 2",
		"### Step of 2",
		"## Turn 3",
		"### Step of 3",
		"## Turn 4",
	]);
});

test("exports a run as Markdown in which nothing is markup but our own, and as JSON", async () => {
	const db = await tempDatabase();
	const { run } = await recorded(db);
	const { name, parts } = await exportRun(db, run.id, "md");
	const text = await joined(parts);
	expect(name).toBe(`run-${run.id}-us-1.md`);
	expect(text).toContain("# Run 1: US-1 A \\`sly\\` \\<b\\>title\\</b\\>");
	expect(text).toContain("````\n```\nbreak out\n````");
	expect(text).toContain("```\n# No heading\n```");
	expect(text).toContain("```diff\n@@ -1,1 +1,1 @@\n-a\n+b\n```");
	const json = await exportRun(db, run.id, "json");
	const value = JSON.parse(await joined(json.parts)) as object;
	expect(value).toMatchObject({
		run: { id: run.id },
		commits: [],
		turns: [{ prompt: "```\nbreak out" }],
		steps: [{ output: "1" }, { changes: [{}] }],
	});
});

test("exports a check that the person left out as that, and not as a failed one", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db);
	await createCheck(db, id, { command: "npm run lint", how: LEFT_OUT });
	await createCheck(db, id, { how: "exit code 1" });
	const text = await joined((await exportRun(db, id, "md")).parts);
	expect(text).toContain("- `npm run lint`: left out\n");
	expect(text).toContain("- `npm test`: failed (exit code 1)");
});

test("names an exported file by letters and digits alone", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db, { item: "../../a\u202eb\n" });
	expect((await exportRun(db, id, "json")).name).toBe(`run-${id}-a-b.json`);
});

test("adds up tasks, time, tokens and cost per hour and day", async () => {
	const db = await tempDatabase();
	const { run } = await recorded(db);
	await db.write(({ turn }) =>
		turn.updateMany({ data: { inputTokens: 100, outputTokens: 10, cost: 0.5, currency: "USD" } }),
	);
	await db.write(async (transaction) => {
		await transaction.run.update({ where: { id: run.id }, data: { status: "review", endedAt: at(71) } });
	});
	await createRun(db, { status: "failed", startedAt: at(60), endedAt: at(100) });
	await createRun(db, { status: "done", startedAt: at(60), endedAt: at(100), daemon: "other" });
	const summary = await readWorkSummary(db, "code-developer", { from: day, to: day + 3 * 60 * MINUTE });
	expect(summary.timeZone).toBeTypeOf("string");
	expect(summary.hours).toHaveLength(3);
	expect(summary.hours.map(({ finished, failed, activeMs }) => ({ finished, failed, activeMs }))).toEqual([
		{ finished: 0, failed: 0, activeMs: 15 * MINUTE },
		{ finished: 1, failed: 1, activeMs: 15 * MINUTE },
		{ finished: 0, failed: 0, activeMs: 0 },
	]);
	expect(summary.hours[1]).toMatchObject({ inputTokens: 100, outputTokens: 10, cost: { USD: 0.5 } });
	expect(summary.days).toHaveLength(1);
	expect(summary.days[0]).toMatchObject({ finished: 1, failed: 1, activeMs: 30 * MINUTE, cost: { USD: 0.5 } });
	await expect(readWorkSummary(db, "code-developer", { from: 2, to: 1 })).rejects.toMatchObject({
		code: "bad-request",
	});
});

test("adds up the turns that were in the range or still run, and reads no others", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db, { startedAt: at(-5_000) });
	const tokens = { inputTokens: 1, outputTokens: 0 };
	await createTurn(db, id, { number: 1, startedAt: at(-5_000), endedAt: at(-4_000), ...tokens });
	await createTurn(db, id, { number: 2, startedAt: at(-10), endedAt: at(10), ...tokens });
	await createTurn(db, id, { number: 3, startedAt: at(20) });
	await createTurn(db, id, { number: 4, startedAt: at(200), endedAt: at(210), ...tokens });
	const summary = await readWorkSummary(db, "code-developer", { from: day, to: day + 60 * MINUTE });
	expect(summary.hours).toMatchObject([{ inputTokens: 1 }]);

	const index = "SEARCH t USING COVERING INDEX Turn_by_time_idx";
	expect(await planOf(db, turnsBetween("code-developer", day, day + 60 * MINUTE))).toEqual([
		`${index} (endedAt=? AND startedAt<?)`,
		`${index} (endedAt>?)`,
	]);
	expect(await planOf(db, lengthsOf([id], day))).toEqual([
		"SEARCH Turn USING COVERING INDEX Turn_runId_startedAt_endedAt_idx (runId=?)",
	]);
});

/** How a query reads the turns. */
async function planOf(db: Database, { sql, values }: Prisma.Sql): Promise<string[]> {
	const plan = await db.read((prisma) =>
		prisma.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values),
	);
	return plan.flatMap(({ detail }) => (/ (?:t|Turn) /.test(detail) ? [detail] : []));
}
