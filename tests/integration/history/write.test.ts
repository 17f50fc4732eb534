import fc from "fast-check";
import { expect, test } from "vitest";
import { METRICS } from "../../../server/contract/history.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import { rollUp } from "../../../server/history/roll-up.ts";
import { writeBatch } from "../../../server/history/write-batch.ts";
import { tempDatabase } from "../../support/database.ts";
import { batchOf, DAEMON, points, record } from "../../support/history.ts";
import { startWorker, WorkerEnded } from "../../support/inbox-worker.ts";

const sample = fc.tuple(
	fc.integer({ min: 1_790_000_000, max: 1_790_004_999 }),
	fc.option(fc.integer({ min: 0, max: 64_000 }).map((tenths) => tenths / 10)),
	fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
) as fc.Arbitrary<VitalSample>;

/** What should be in the database. */
function expected(all: readonly VitalSample[]) {
	return METRICS.flatMap((metric, index) =>
		[...rollUp(all, metric)].flatMap(([resolution, buckets]) =>
			buckets.toSorted((a, b) => a.at - b.at).map((bucket) => ({ metric: index, resolution, ...bucket })),
		),
	);
}

test("whatever is written in whatever parts adds up, also around a write that failed", async () => {
	const db = await tempDatabase();
	let run = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.array(sample, { maxLength: 40 }), fc.boolean()), { maxLength: 6 }),
			async (parts) => {
				run += 1;
				const name = `daemon-${run}`;
				for (const [samples, fails] of parts) {
					if (!fails) await record(db, { samples }, name);
					else {
						const half = db.write(async (transaction) => {
							await transaction.$executeRaw`UPDATE "HistoryPoint" SET "count" = "count" + 1`;
							throw new Error("on purpose");
						});
						await expect(half).rejects.toThrow("on purpose");
						await record(db, { samples }, name); // what waits is kept, and tried again
					}
				}
				expect(await points(db, name)).toEqual(expected(parts.flatMap(([samples]) => samples)));
			},
		),
		{ numRuns: 25 },
	);
});

test("a process that is killed while it writes leaves each batch whole or not at all, and the next one goes on", async () => {
	const db = await tempDatabase();
	const written: VitalSample[] = [];
	let next = 1_790_000_000;
	const some = (): VitalSample[] => Array.from({ length: 25 }, () => [next++, (next % 100) / 10, next]);

	for (let life = 0; life < 5; life++) {
		const worker = await startWorker(db.path);
		const deadline = 5 + Math.random() * 60;
		setTimeout(() => worker.kill(), deadline);
		for (let alive = true; alive; ) {
			const samples = some();
			try {
				await worker.call("recordHistory", [...batchOf({ samples })]);
				written.push(...samples);
			} catch (error) {
				expect(error).toBeInstanceOf(WorkerEnded);
				alive = false;
				// It may have been written, and its acknowledgement lost: then all of it is there.
				const [first] = samples;
				const found = (await points(db)).find(({ resolution, at }) => resolution === 1 && at === first?.[0]);
				if (found) written.push(...samples);
			}
		}
	}
	expect(await points(db)).toEqual(expected(written));
});

test("the next run goes on with a bucket that is half full", async () => {
	const db = await tempDatabase();
	const hour = 1_790_000_000 - (1_790_000_000 % 3_600);
	await record(db, { samples: [[hour + 1, 10, 100]] });
	await record(db, { samples: [[hour + 3_599, 30, 400]] });
	const rows = (await points(db)).filter(({ resolution }) => resolution === 3_600);
	expect(rows).toEqual([
		{ metric: 0, resolution: 3_600, at: hour, count: 2, min: 100, sum: 400, max: 300 },
		{ metric: 1, resolution: 3_600, at: hour, count: 2, min: 100, sum: 500, max: 400 },
	]);
});

test("a second that the clock repeats is one second with both samples", async () => {
	const db = await tempDatabase();
	const samples: VitalSample[] = [
		[1_790_000_000, 1, null],
		[1_790_000_001, 2, null],
		[1_790_000_000, 5, null],
	];
	await record(db, { samples });
	const rows = (await points(db)).filter(({ resolution }) => resolution === 1);
	expect(rows).toMatchObject([
		{ at: 1_790_000_000, count: 2, min: 10, sum: 60, max: 50 },
		{ at: 1_790_000_001, count: 1 },
	]);
});

test("an instance starts and ends once, however often it is told", async () => {
	const db = await tempDatabase();
	const at = 1_790_000_000_123;
	const start = { at, automatic: true, count: 1 };
	const end = {
		at: at + 5_000,
		count: 1,
		cause: "crash" as const,
		asked: false,
		instance: "one",
		code: 1,
		signal: null,
		forced: false,
		ranMs: 5_000,
		decision: "Starts again in 1 s",
	};
	for (let time = 0; time < 2; time++) await writeBatch(db, batchOf({ starts: [start], ends: [end], lastEnd: end }));
	expect(await db.prisma.historyStart.findMany()).toMatchObject([{ at: BigInt(at), automatic: true, count: 1 }]);
	expect(await db.prisma.historyEnd.findMany()).toMatchObject([
		{ instance: "one", cause: "crash", code: 1, ranMs: 5_000n },
	]);

	// An end that only the supervisor's record tells of is written as far as it is known.
	const missed = { ...end, at: at + 9_000, instance: null, ranMs: null, decision: null };
	for (let time = 0; time < 2; time++) await writeBatch(db, batchOf({ lastEnd: missed }));
	expect(await db.prisma.historyEnd.findMany({ select: { at: true, instance: true } })).toEqual([
		{ at: BigInt(at + 5_000), instance: "one" },
		{ at: BigInt(at + 9_000), instance: null },
	]);
});

test("daemons keep to themselves", async () => {
	const db = await tempDatabase();
	const samples: VitalSample[] = [[1_790_000_000, 1, 1]];
	const batch = new Map([...batchOf({ samples }), ...batchOf({ samples: [...samples, ...samples] }, "other")]);
	await writeBatch(db, batch);
	expect((await points(db, DAEMON)).map(({ count }) => count)).toEqual(Array(8).fill(1));
	expect((await points(db, "other")).map(({ count }) => count)).toEqual(Array(8).fill(2));
});
