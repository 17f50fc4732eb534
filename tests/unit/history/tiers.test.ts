import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseResolution, TIERS } from "../../../server/history/tiers.ts";

const NOW = 1_790_000_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
	["the last hour", HOUR, 0, { seconds: 5, tier: 1 }],
	["the last ten minutes", 10 * MINUTE, 0, { seconds: 1, tier: 1 }],
	["an hour of this morning", HOUR, 8 * HOUR, { seconds: 10, tier: 10 }],
	["the last day", DAY, 0, { seconds: MINUTE, tier: MINUTE }],
	["the last week", 7 * DAY, 0, { seconds: 10 * MINUTE, tier: MINUTE }],
	["the last month", 30 * DAY, 0, { seconds: HOUR, tier: HOUR }],
	["an hour of last week", HOUR, 7 * DAY, { seconds: MINUTE, tier: MINUTE }],
	["a day of last spring", DAY, 200 * DAY, { seconds: HOUR, tier: HOUR }],
	["the last year", 365 * DAY, 0, { seconds: 6 * HOUR, tier: HOUR }],
	["ten years", 3_650 * DAY, 0, { seconds: 3 * DAY, tier: HOUR }],
])("%s", (_what, length, ago, { seconds, tier }) => {
	const range = { from: NOW - ago - length, to: NOW - ago };
	expect(chooseResolution(range, NOW)).toMatchObject({ seconds, tier: { seconds: tier } });
});

test("any range has some 1,500 points at most, made of whole buckets that are still kept", () => {
	const anyRange = fc.record({
		length: fc.integer({ min: 1, max: 2_000 * DAY }),
		ago: fc.integer({ min: 0, max: 900 * DAY }),
	});
	fc.assert(
		fc.property(anyRange, ({ length, ago }) => {
			const range = { from: NOW - ago - length, to: NOW - ago };
			const { seconds, tier } = chooseResolution(range, NOW);
			expect(Math.ceil(length / seconds)).toBeLessThanOrEqual(1_500);
			expect(seconds % tier.seconds).toBe(0);
			expect(Math.min(length, 366 * DAY) / tier.seconds).toBeLessThanOrEqual(12_000);
			const longest = TIERS[TIERS.length - 1];
			if (ago + length <= (longest?.keepSeconds ?? 0))
				expect(tier.keepSeconds + MINUTE).toBeGreaterThanOrEqual(ago + length);
		}),
		{ numRuns: 1_000 },
	);
});

test("each tier is made of whole buckets of the one before", () => {
	for (const [index, { seconds, keepSeconds }] of TIERS.entries()) {
		const finer = TIERS[index - 1];
		if (!finer) continue;
		expect(seconds % finer.seconds).toBe(0);
		expect(keepSeconds).toBeGreaterThan(finer.keepSeconds);
	}
});
