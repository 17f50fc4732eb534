import { stat } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { KnownState } from "../../../server/contract/history.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import type { End } from "../../../server/history/end.ts";
import { listHistories } from "../../../server/history/list-histories.ts";
import { readSummary } from "../../../server/history/read-summary.ts";
import type { Span } from "../../../server/history/span.ts";
import { TIERS } from "../../../server/history/tiers.ts";
import { keepSmall } from "../../../server/history/upkeep.ts";
import { tempDatabase } from "../../support/database.ts";
import { idOf, points, record, spans } from "../../support/history.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-21T05:00:00.000Z");
const READY: KnownState = { desired: "up", phase: "running", health: "ready" };
const FAILED: KnownState = { desired: "up", phase: "failed", health: "unknown" };

const sampleAt = (at: number): VitalSample => [Math.floor(at / SECOND), 10, 1_000];

test("each resolution is kept for its time, and no longer", async () => {
	const db = await tempDatabase();
	for (const { keepSeconds } of TIERS) {
		const edge = NOW - keepSeconds * SECOND;
		await record(db, { samples: [sampleAt(edge - 2 * HOUR), sampleAt(edge + 60 * SECOND)] });
	}
	await keepSmall(db, { now: NOW, since: 0 });
	for (const { seconds, keepSeconds } of TIERS) {
		const kept = (await points(db)).filter(({ resolution, metric }) => resolution === seconds && metric === 0);
		const oldest = Math.min(...kept.map(({ at }) => at ?? 0));
		expect(oldest).toBeGreaterThanOrEqual(NOW / SECOND - keepSeconds);
		expect(oldest).toBeLessThanOrEqual(NOW / SECOND - keepSeconds + 60);
	}
});

test("many rows go in several steps, and their room is given back", async () => {
	const db = await tempDatabase();
	const id = await idOf(db);
	await db.prisma.$executeRaw`
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
		INSERT INTO "HistoryPoint" SELECT ${id}, i % 2, 3600, i * 3600, 1, 0, 1000000000000000, 1000000000000000 FROM n`;
	const left = async () => {
		const [row] = await db.prisma.$queryRaw<{ left: bigint }[]>`
			SELECT count(*) AS "left" FROM "HistoryPoint" WHERE "daemon" = ${id}`;
		return Number(row?.left);
	};
	const size = async () => {
		await db.prisma.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
		return (await stat(db.path)).size;
	};
	expect(await size()).toBeGreaterThan(11_000_000);

	let between = 0;
	let done = false;
	const upkeep = keepSmall(db, { now: NOW, since: 0 }).finally(() => (done = true));
	while (!done) {
		await record(db, { samples: [sampleAt(NOW)] }, "other"); // another's write gets in between
		between += 1;
		await nextTurn();
	}
	await upkeep;
	expect(between).toBeGreaterThan(100);
	expect(await left()).toBe(0);
	expect(await size()).toBeLessThan(9_000_000);
	expect((await listHistories(db, [])).map(({ name }) => name)).toEqual(["other"]);
}, 60_000);

test("states, starts and ends are kept a year, and what claims to be of the future is dropped", async () => {
	const db = await tempDatabase();
	for (const at of [NOW - 400 * DAY, NOW - 300 * DAY, NOW + 73 * 365 * DAY]) {
		await record(db, {
			spans: [{ ...READY, from: at, to: at + HOUR }],
			starts: [{ at, automatic: false, count: 1 }],
			ends: [end({ at: at + HOUR, instance: `of ${at}` })],
			samples: [sampleAt(at)],
		});
	}
	await keepSmall(db, { now: NOW, since: 0 });
	expect(await spans(db)).toEqual([{ ...READY, from: NOW - 300 * DAY, to: NOW - 300 * DAY + HOUR }]);
	expect(await db.prisma.historyStart.count()).toBe(1);
	expect(await db.prisma.historyEnd.count()).toBe(1);
	expect((await points(db)).length).toBe(2); // an hour of each metric
});

test("a restless daemon's past takes few rows, and adds up to the same", async () => {
	const db = await tempDatabase();
	const id = await idOf(db);
	const minutes = (begin: number, number: number, apart: number) =>
		Array.from({ length: number }, (_, index) => begin + index * apart * 60 * SECOND);
	const froms = [
		...minutes(NOW - 40 * DAY, 500, 3), // less than one may say for an hour, more than for a day
		...minutes(NOW - 3 * DAY, 500, 1),
		...minutes(NOW - DAY + HOUR, 100, 1),
	];
	const restless = froms.map((from, index): Span => {
		const up = index % 2 === 0;
		return { ...(up ? READY : FAILED), from, to: from + (up ? 50 : 40) * SECOND };
	});
	for (const [index, span] of restless.entries()) {
		await record(db, {
			spans: [span],
			starts: [{ at: span.from, automatic: index % 5 !== 0, count: 1 }],
			ends: [end({ at: span.to, instance: `one ${index}`, cause: index % 3 === 0 ? "oom" : "crash" })],
		});
	}
	const rows = async () => ({
		spans: (await spans(db)).length,
		starts: await db.prisma.historyStart.count(),
		ends: await db.prisma.historyEnd.count(),
	});
	const ranges = {
		all: { from: NOW - 50 * DAY, to: NOW },
		hour: { from: NOW - 3 * DAY + 2 * HOUR, to: NOW - 3 * DAY + 3 * HOUR },
		day: { from: NOW - 40 * DAY, to: Math.ceil((NOW - 40 * DAY) / DAY) * DAY },
	};
	const figures = async () => {
		const found: Record<string, unknown> = {};
		for (const [name, range] of Object.entries(ranges)) {
			const { spans: _spans, spanSliceSeconds: _slice, ends, ...rest } = await readSummary(db, id, range);
			found[name] = { ...rest, total: ends.total, byCause: ends.byCause };
		}
		return found;
	};
	const before = await figures();
	expect(await rows()).toEqual({ spans: 1_100, starts: 1_100, ends: 1_100 });

	await keepSmall(db, { now: NOW, since: 0 });
	expect(await figures()).toEqual(before);
	const after = await rows();
	for (const count of Object.values(after)) expect(count).toBeLessThan(350);

	const last = (some: Span[]) => some.filter(({ from }) => from >= NOW - DAY + HOUR);
	expect(last(await spans(db))).toEqual(last(restless));
	await keepSmall(db, { now: NOW, since: 0 });
	expect(await rows()).toEqual(after);

	// Two days later what was new is old, and only that is looked at.
	await keepSmall(db, { now: NOW + 2 * DAY, since: NOW });
	expect(await figures()).toEqual(before);
	expect(last(await spans(db)).length).toBeLessThan(60);
}, 60_000);

test("ends of long ago are told by their number where there were many, and the newest in full", async () => {
	const db = await tempDatabase();
	const id = await idOf(db);
	const begin = NOW - 3 * DAY;
	const ends = Array.from({ length: 100 }, (_, index) =>
		end({ at: begin + index * 20 * SECOND, instance: `one ${index}` }),
	);
	for (let one = 0; one < 100; one += 5) await record(db, { ends: ends.slice(one, one + 5) });
	await keepSmall(db, { now: NOW, since: 0 });
	const { ends: told } = await readSummary(db, id, { from: begin, to: NOW });
	expect(told.total).toBe(100);
	expect(told.latest).toHaveLength(9);
	expect(told.latest[0]).toMatchObject({ count: 1, instance: "one 99", code: 1, ranSeconds: 3 });
	expect(told.latest[8]).toMatchObject({ count: 92, instance: null, code: null, ranSeconds: null });
});

function end(changes: Partial<End>): End {
	return {
		at: NOW,
		count: 1,
		cause: "crash",
		asked: false,
		instance: null,
		code: 1,
		signal: null,
		forced: false,
		ranMs: 3_000,
		decision: "Starts again",
		...changes,
	};
}
