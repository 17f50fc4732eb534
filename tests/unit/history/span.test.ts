import fc from "fast-check";
import { expect, test } from "vitest";
import { classOf, type KnownState } from "../../../server/contract/history.ts";
import { fare } from "../../../server/history/fare.ts";
import { appendSpan, condense, type Span } from "../../../server/history/span.ts";
import { thin } from "../../../server/history/thin.ts";

const READY: KnownState = { desired: "up", phase: "running", health: "ready" };
const STATES: KnownState[] = [
	READY,
	{ ...READY, health: "waiting" },
	{ ...READY, health: "hung" },
	{ desired: "up", phase: "backing-off", health: "unknown" },
	{ desired: "down", phase: "stopped", health: "unknown" },
];

/** Spans in order, with gaps between some. */
const timeline = fc
	.array(
		fc.record({
			gap: fc.constantFrom(0, 0, 0, 7),
			length: fc.integer({ min: 1, max: 120 }),
			state: fc.constantFrom(...STATES),
		}),
		{
			maxLength: 60,
		},
	)
	.map((steps) => {
		const spans: Span[] = [];
		let at = 1_000;
		for (const { gap, length, state } of steps) {
			appendSpan(spans, { ...state, from: at + gap, to: at + gap + length });
			at += gap + length;
		}
		return spans;
	});

/** Milliseconds in each state within each slice. */
function totals(spans: readonly Span[], sliceMs: number): Record<string, number> {
	const found: Record<string, number> = {};
	for (const { from, to, desired, phase, health } of spans) {
		for (let at = from; at < to; at++) {
			const key = `${Math.floor(at / sliceMs)} ${desired} ${phase} ${health}`;
			found[key] = (found[key] ?? 0) + 1;
		}
	}
	return found;
}

test("fewer spans say the same of each slice, in order and without overlap", () => {
	fc.assert(
		fc.property(timeline, fc.integer({ min: 10, max: 300 }), fc.nat(6), (spans, sliceMs, most) => {
			const fewer = condense(spans, sliceMs, most);
			expect(totals(fewer, sliceMs)).toEqual(totals(spans, sliceMs));
			for (const [index, span] of fewer.entries()) {
				expect(span.to).toBeGreaterThan(span.from);
				if (index > 0) expect(span.from).toBeGreaterThanOrEqual(fewer[index - 1]?.to ?? 0);
			}
			const slices = new Set(Object.keys(totals(spans, sliceMs)).map((key) => key.split(" ")[0]));
			expect(fewer.length).toBeLessThanOrEqual(slices.size * Math.max(most, STATES.length) + 1);
		}),
	);
});

test("what is calm enough stays as it is", () => {
	fc.assert(
		fc.property(timeline, fc.integer({ min: 10, max: 300 }), (spans, sliceMs) => {
			expect(condense(spans, sliceMs, Number.POSITIVE_INFINITY)).toEqual(spans);
		}),
	);
});

test("a year in one state is no work", () => {
	const year: Span = { ...READY, from: 5, to: 31_536_000_000 };
	expect(condense([year], 10, 1)).toEqual([year]);
});

test("states count as up, down or neither", () => {
	expect(classOf(READY)).toBe("up");
	expect(classOf({ ...READY, health: "unknown" })).toBe("up");
	expect(classOf({ ...READY, health: "hung" })).toBe("down");
	expect(classOf({ desired: "up", phase: "starting", health: "unknown" })).toBe("down");
	expect(classOf({ desired: "up", phase: "failed", health: "unknown" })).toBe("down");
	expect(classOf({ desired: "up", phase: "exited", health: "unknown" })).toBe("off");
	expect(classOf({ desired: "down", phase: "stopping", health: "ready" })).toBe("off");
});

test("uptime is of the time in which it was wanted up and watched; the rest is told beside it", () => {
	const spans: Span[] = [
		{ ...READY, from: 0, to: 6_000 },
		{ desired: "up", phase: "failed", health: "unknown", from: 6_000, to: 8_000 },
		{ desired: "down", phase: "stopped", health: "unknown", from: 10_000, to: 50_000 },
	];
	const { uptimePercent, seconds, states } = fare(spans, { from: 0, to: 100_000 });
	expect(uptimePercent).toBe(75);
	expect(seconds).toEqual({ up: 6, down: 2, off: 40, unknown: 52 });
	expect(states.map(({ phase }) => phase)).toEqual(["stopped", "running", "failed"]);
	expect(fare([], { from: 0, to: 5_000 })).toMatchObject({ uptimePercent: null, seconds: { unknown: 5 } });
});

test("only what was never down is up 100 %", () => {
	const year = 31_536_000_000;
	const spans: Span[] = [
		{ ...READY, from: 0, to: year - 1 },
		{ desired: "up", phase: "failed", health: "unknown", from: year - 1, to: year },
	];
	expect(fare(spans, { from: 0, to: year }).uptimePercent).toBe(99.9999);
	expect(fare(spans.slice(0, 1), { from: 0, to: year }).uptimePercent).toBe(100);
});

test("thinned entries keep their number, and the newest keep themselves", () => {
	const entry = fc.record({ count: fc.integer({ min: 1, max: 9 }), kind: fc.constantFrom("a", "b", "c") });
	fc.assert(
		fc.property(fc.array(entry, { maxLength: 40 }), fc.nat(10), (some, most) => {
			const entries = some.map((one, at) => ({ ...one, at }));
			const fewer = thin(entries, most, (a, b) => a.kind === b.kind);
			const number = (list: typeof entries, kind: string) =>
				list.filter((one) => one.kind === kind).reduce((sum, { count }) => sum + count, 0);
			for (const kind of ["a", "b", "c"]) expect(number(fewer, kind)).toBe(number(entries, kind));
			expect(fewer.length).toBeLessThanOrEqual(most + 3);
			expect(fewer.slice(Math.max(0, fewer.length - most))).toEqual(entries.slice(Math.max(0, entries.length - most)));
			expect(fewer.at(-1)?.at).toBe(entries.at(-1)?.at);
		}),
	);
});
