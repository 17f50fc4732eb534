import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../../server/db/open.ts";
import { listRuns } from "../../server/work/list-runs.ts";
import { readRun } from "../../server/work/read-run.ts";
import { spentSince } from "../../server/work/spent-since.ts";
import { readRunTimeline, readTimeline } from "../../server/work/timeline/read-timeline.ts";
import { readWorkMarks } from "../../server/work/work-marks.ts";
import { readWorkSummary } from "../../server/work/work-summary.ts";
import { ms, percentile, type Row } from "./figures.ts";

const RUNS = 500;
const STEPS = 100;
const ROUNDS = 20;
const AIM_MS = 50;
const DAY_MS = 86_400_000;

/** 500 runs with 50,000 steps, and a feed as long: what the questions of the page cost. */
export async function measureWork(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-work-"));
	try {
		const db = await openDatabase(join(folder, "nightshift.db"));
		const now = Date.now();
		await fill(db, now);
		const daemon = "code-developer";
		const questions: [string, () => Promise<unknown>][] = [
			["list of runs", () => listRuns(db, { daemon })],
			["one run", () => readRun(db, RUNS / 2)],
			["timeline of one run", () => readRunTimeline(db, RUNS / 2)],
			["timeline of all", () => readTimeline(db)],
			["timeline of one item", () => readTimeline(db, { item: "US-3" })],
			["what a person said", () => readTimeline(db, { kinds: ["person"] })],
			["sums of two weeks", () => readWorkSummary(db, daemon, { from: now - 14 * DAY_MS, to: now })],
			["what has changed", () => readWorkMarks(db)],
			["what a day took", () => spentSince(db, { daemon, workspace: "/srv/app" }, new Date(now - DAY_MS))],
		];
		const rows: Row[] = [];
		for (const [what, ask] of questions) rows.push(await measure(what, ask));
		await db.close();
		return rows;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure(what: string, ask: () => Promise<unknown>): Promise<Row> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const began = performance.now();
		await ask();
		times.push(performance.now() - began);
	}
	const median = percentile(times, 0.5);
	return {
		what: `record of ${RUNS} runs with ${RUNS * STEPS} steps: ${what}, median of ${ROUNDS}`,
		measured: ms(median),
		compared: `the first time ${ms(times[0] ?? 0)}`,
		aim: `at most ${AIM_MS} ms`,
		met: median <= AIM_MS,
	};
}

/** A run each half hour, with a step every ten seconds, and a line in the feed for each. */
async function fill(db: Database, now: number): Promise<void> {
	const began = (run: string, seconds: string) =>
		`strftime('%Y-%m-%dT%H:%M:%S', ${Math.floor(now / 1_000)} - (${RUNS} - ${run}) * 1800 + ${seconds}, 'unixepoch') || '.000+00:00'`;
	const numbers = (to: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
	const statements = [
		`${numbers(RUNS)} INSERT INTO "Run"
			("daemon", "workspace", "item", "title", "branch", "worktree", "baseCommit", "status", "startedAt", "endedAt", "activeMs")
			SELECT 'code-developer', '/srv/app', 'US-' || i, 'A title', 'branch', '/srv/tree', '0', 'done',
				${began("i", "0")}, ${began("i", "1200")}, 1000000 FROM n`,
		`INSERT INTO "Turn" ("runId", "number", "prompt", "reply", "startedAt", "endedAt", "inputTokens", "outputTokens", "cost", "currency")
			SELECT "id", 1, 'A prompt', hex(zeroblob(5000)), "startedAt", "endedAt", 1000, 100, 0.1, 'USD' FROM "Run"`,
		`${numbers(STEPS)} INSERT INTO "ToolCall"
			("turnId", "callId", "title", "kind", "status", "command", "output", "changes", "startedAt")
			SELECT "Turn"."id", i, 'Edit a file', 'edit', 'completed', 'npm test', hex(zeroblob(1500)),
				json_array(json_object('path', 'a.ts', 'oldText', hex(zeroblob(500)), 'newText', hex(zeroblob(500)))),
				${began('"runId"', "i * 10")} FROM "Turn", n ORDER BY "Turn"."id", i`,
		`INSERT INTO "Activity" ("at", "daemon", "kind", "task", "title", "detail")
			SELECT c."startedAt", 'code-developer', CASE WHEN c."id" % 5 = 0 THEN 'message' ELSE 'tool' END, "item", 'A title',
				hex(zeroblob(500))
			FROM "ToolCall" c JOIN "Turn" ON "Turn"."id" = "turnId" JOIN "Run" ON "Run"."id" = "runId" ORDER BY c."id"`,
	];
	for (const statement of statements) await db.prisma.$executeRawUnsafe(statement);
}
