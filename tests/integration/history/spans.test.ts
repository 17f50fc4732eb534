import fc from "fast-check";
import { expect, test } from "vitest";
import type { KnownState } from "../../../server/contract/history.ts";
import { readSpans } from "../../../server/history/read-spans.ts";
import type { Span } from "../../../server/history/span.ts";
import { tempDatabase } from "../../support/database.ts";
import { idOf, record, spans } from "../../support/history.ts";

const READY: KnownState = { desired: "up", phase: "running", health: "ready" };
const FAILED: KnownState = { desired: "up", phase: "failed", health: "unknown" };
const STOPPED: KnownState = { desired: "down", phase: "stopped", health: "unknown" };
const SURVIVED: KnownState = { desired: "up", phase: "running", health: "unknown" };

const LENGTH = 120;
const moment = fc.integer({ min: 0, max: LENGTH });
const span = fc
	.record({ from: moment, to: moment, state: fc.constantFrom(READY, FAILED, STOPPED) })
	.map(({ from, to, state }): Span => ({ ...state, from: Math.min(from, to), to: Math.max(from, to) + 1 }));
const step = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ span }) },
	{ weight: 1, arbitrary: fc.record({ survival: fc.record({ since: moment, until: moment }) }) },
);

/** What each millisecond should say: the last word on it counts, and a survival fills what follows the last span before its end. */
class ByHand {
	readonly at: (KnownState | null)[] = Array(LENGTH + 2).fill(null);

	say({ from, to, ...state }: Span): void {
		for (let ms = from; ms < to; ms++) this.at[ms] = state;
	}

	survive({ since, until }: { since: number; until: number }): void {
		let known = until;
		while (known > 0 && this.at[known - 1] === null) known -= 1;
		for (let ms = Math.max(since, known); ms < until; ms++) this.at[ms] = SURVIVED;
	}
}

test("the last word on each millisecond counts, and spans never overlap", async () => {
	const db = await tempDatabase();
	let run = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
			run += 1;
			const name = `daemon-${run}`;
			const byHand = new ByHand();
			for (const one of steps) {
				if ("span" in one) {
					await record(db, { spans: [one.span] }, name);
					byHand.say(one.span);
				} else {
					await record(db, { survivals: [{ ...one.survival, desired: "up" }] }, name);
					byHand.survive(one.survival);
				}
			}
			const found: (KnownState | null)[] = Array(LENGTH + 2).fill(null);
			let end = 0;
			for (const { from, to, ...state } of await spans(db, name)) {
				expect(from).toBeGreaterThanOrEqual(end);
				end = to;
				for (let ms = from; ms < to; ms++) found[ms] = state;
			}
			expect(found).toEqual(byHand.at);
		}),
		{ numRuns: 60 },
	);
});

test("what goes on in the same state is one span, however often it is written", async () => {
	const db = await tempDatabase();
	for (let from = 0; from < 100; from += 10) await record(db, { spans: [{ ...READY, from, to: from + 10 }] });
	await record(db, { spans: [{ ...FAILED, from: 100, to: 110 }] });
	await record(db, { spans: [{ ...FAILED, from: 120, to: 130 }] });
	expect(await spans(db)).toEqual([
		{ ...READY, from: 0, to: 100 },
		{ ...FAILED, from: 100, to: 110 },
		{ ...FAILED, from: 120, to: 130 },
	]);
});

test("time in which no dashboard ran is unknown, unless the process ran through", async () => {
	const db = await tempDatabase();
	await record(db, { spans: [{ ...READY, from: 0, to: 50 }] });
	// The next dashboard finds the same process: it was up.
	await record(db, { survivals: [{ since: 5, until: 80, desired: "up" }], spans: [{ ...READY, from: 80, to: 90 }] });
	// The one after that finds another one, which began at 150.
	await record(db, {
		survivals: [{ since: 150, until: 160, desired: "up" }],
		spans: [{ ...READY, from: 160, to: 170 }],
	});
	expect(await spans(db)).toEqual([
		{ ...READY, from: 0, to: 50 },
		{ ...SURVIVED, from: 50, to: 80 },
		{ ...READY, from: 80, to: 90 },
		{ ...SURVIVED, from: 150, to: 160 },
		{ ...READY, from: 160, to: 170 },
	]);
});

test("a range cuts the spans at its ends", async () => {
	const db = await tempDatabase();
	const id = await idOf(db);
	await record(db, {
		spans: [
			{ ...READY, from: 0, to: 50 },
			{ ...FAILED, from: 50, to: 60 },
			{ ...READY, from: 70, to: 90 },
		],
	});
	const read = (from: number, to: number) => readSpans(db.prisma, id, { from, to });
	expect(await read(10, 80)).toEqual([
		{ ...READY, from: 10, to: 50 },
		{ ...FAILED, from: 50, to: 60 },
		{ ...READY, from: 70, to: 80 },
	]);
	expect(await read(60, 70)).toEqual([]);
	expect(await read(20, 21)).toEqual([{ ...READY, from: 20, to: 21 }]);
	expect(await read(500, 600)).toEqual([]);
});

test("a daemon that flickers is written in few rows that add up to the same", async () => {
	const db = await tempDatabase();
	const flicker = Array.from({ length: 150 }, (_, index): Span => {
		const state = index % 2 === 0 ? READY : FAILED;
		return { ...state, from: index * 60, to: index * 60 + 60 };
	});
	await record(db, { spans: flicker });
	const rows = await spans(db);
	expect(rows.length).toBeLessThan(10);
	const length = (phase: string) =>
		rows.filter((row) => row.phase === phase).reduce((sum, { from, to }) => sum + to - from, 0);
	expect([length("running"), length("failed")]).toEqual([75 * 60, 75 * 60]);
});
