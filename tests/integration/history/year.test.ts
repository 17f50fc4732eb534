import { stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { readPoints } from "../../../server/history/read-points.ts";
import { readSummary } from "../../../server/history/read-summary.ts";
import { coarsen, fromStored, rollUp } from "../../../server/history/roll-up.ts";
import { tempDatabase } from "../../support/database.ts";
import { apartAt, measured, writeYear } from "../../support/history-year.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

test("a year of data answers any range with what was measured, in few enough points, and stays small", async () => {
	const db = await tempDatabase();
	const now = Date.parse("2026-11-21T05:00:00.000Z");
	const end = now / 1_000;
	const daemon = await writeYear(db, now, { wholeHours: 2, changesPerDay: 6 });

	const ranges: [lengthSeconds: number, agoSeconds: number][] = [
		[HOUR, 0],
		[6 * HOUR, 12 * HOUR],
		[DAY, 0],
		[7 * DAY, 0],
		[30 * DAY, 0],
		[2 * DAY, 100 * DAY],
		[365 * DAY, 0],
	];
	for (const [length, ago] of ranges) {
		const range = { from: end - ago - length, to: end - ago };
		const question = { daemon, metric: "cpu", from: range.from * 1_000, to: range.to * 1_000, now } as const;
		const { resolutionSeconds, points } = await readPoints(db, question);
		expect(points.length).toBeGreaterThan(length / resolutionSeconds / 2);
		expect(points.length).toBeLessThanOrEqual(1_501);

		const begin = range.from - (range.from % resolutionSeconds);
		const samples = [];
		for (let at = begin; at < range.to; at += HOUR) {
			const to = Math.min(at + HOUR, range.to);
			samples.push(...measured(at, to, to > end - 2 * HOUR ? 1 : apartAt(at, end)));
		}
		const buckets = coarsen(rollUp(samples, "cpu").get(1) ?? [], resolutionSeconds);
		const told = (value: number) => fromStored("cpu", value);
		const expected = buckets.map(({ at, count, min, sum, max }) => [at, told(min), told(sum / count), told(max)]);
		// Where the way of sampling changes within a bucket, its average is weighted otherwise.
		const calm = ([at = 0]: readonly number[]) =>
			at > begin &&
			at + resolutionSeconds < range.to &&
			[2 * HOUR, 2 * DAY].every((edge) => Math.abs(at - (end - edge)) > DAY);
		const compared = ago > 0 || length > HOUR ? calm : () => true;
		expect(points.filter(compared)).toEqual(expected.filter(compared));
	}

	const summary = await readSummary(db, daemon, { from: now - 365 * DAY * 1_000, to: now });
	expect(summary.uptimePercent).toBeGreaterThan(99.9);
	expect(summary.uptimePercent).toBeLessThan(100);
	expect(summary.seconds.unknown).toBe(0);
	expect(summary.ends.total).toBe(summary.restarts);
	expect(summary.ends.byCause.crash).toBe(146);
	expect(summary.spans.length).toBeLessThanOrEqual(600);

	await db.prisma.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
	expect((await stat(db.path)).size).toBeLessThan(100e6);
}, 120_000);
