import fc from "fast-check";
import { expect, test } from "vitest";
import { METRICS, type Metric } from "../../../server/contract/history.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import { type Bucket, coarsen, fromStored, rollUp } from "../../../server/history/roll-up.ts";
import { TIERS } from "../../../server/history/tiers.ts";

/** Any samples: in any order, the same second again, anything unknown; over some hours, so that all tiers have several. */
const samples = fc.array(
	fc.tuple(
		fc.integer({ min: 1_790_000_000, max: 1_790_009_999 }),
		fc.option(fc.integer({ min: 0, max: 64_000 }).map((tenths) => tenths / 10)),
		fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
	),
	{ maxLength: 200 },
) as fc.Arbitrary<VitalSample[]>;

/** The definition: the samples that lie in each bucket, looked at one by one. */
function byHand(all: readonly VitalSample[], metric: Metric, seconds: number): Bucket[] {
	const values = new Map<number, number[]>();
	for (const [at, cpu, memory] of all) {
		const value = metric === "cpu" ? cpu : memory;
		if (value === null) continue;
		const begin = at - (at % seconds);
		values.set(begin, [...(values.get(begin) ?? []), metric === "cpu" ? Math.round(value * 10) : value]);
	}
	const buckets = [...values].map(([at, some]) => ({
		at,
		count: some.length,
		min: Math.min(...some),
		sum: some.reduce((sum, one) => sum + one, 0),
		max: Math.max(...some),
	}));
	return inOrder(buckets);
}

function inOrder(buckets: readonly Bucket[]): Bucket[] {
	return [...buckets].sort((a, b) => a.at - b.at);
}

test("every tier has the count, sum, least and most of the samples in each of its buckets", () => {
	fc.assert(
		fc.property(samples, (all) => {
			for (const metric of METRICS) {
				const tiers = rollUp(all, metric);
				expect([...tiers.keys()]).toEqual(TIERS.map(({ seconds }) => seconds));
				for (const [seconds, buckets] of tiers) expect(inOrder(buckets)).toEqual(byHand(all, metric, seconds));
			}
		}),
	);
});

test("parts that are rolled up apart add up to the whole, wherever it is cut and in whatever order they come", () => {
	fc.assert(
		fc.property(samples, fc.array(fc.nat(200)), fc.boolean(), (all, cuts, backwards) => {
			const edges = [0, ...cuts.filter((cut) => cut <= all.length).sort((a, b) => a - b), all.length];
			const parts = edges.slice(1).map((end, index) => all.slice(edges[index], end));
			if (backwards) parts.reverse();
			for (const { seconds } of TIERS) {
				const added = coarsen(
					parts.flatMap((part) => rollUp(part, "memory").get(seconds) ?? []),
					seconds,
				);
				expect(inOrder(added)).toEqual(byHand(all, "memory", seconds));
			}
		}),
	);
});

test("what is not known is no sample, and never zero", () => {
	const unknown: VitalSample[] = [
		[1_790_000_000, null, null],
		[1_790_000_001, null, 7],
	];
	for (const [, buckets] of rollUp(unknown, "cpu")) expect(buckets).toEqual([]);
	for (const [, [bucket]] of rollUp(unknown, "memory")) expect(bucket).toMatchObject({ count: 1, min: 7, max: 7 });
});

test("figures come back in their own units", () => {
	const [bucket] = rollUp([[1_790_000_000, 38.4, 61_000_000]], "cpu").get(1) ?? [];
	expect(fromStored("cpu", bucket?.max ?? 0)).toBe(38.4);
	expect(fromStored("cpu", 1 / 3)).toBe(0.03);
	expect(fromStored("memory", 61_000_000.4)).toBe(61_000_000);
});
