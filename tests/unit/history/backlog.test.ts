import { expect, test } from "vitest";
import type { VitalSample } from "../../../server/contract/state.ts";
import { Backlog } from "../../../server/history/backlog.ts";
import type { Span } from "../../../server/history/span.ts";
import { SteadyClock } from "../../../server/history/steady-clock.ts";

const sample = (at: number): VitalSample => [at, 1, 1];
const end = { at: 1, count: 1, cause: "crash" as const, asked: false, instance: "a", code: 1, signal: null };
const anEnd = { ...end, forced: false, ranMs: 1, decision: "none" };

/** Everything that waits, oldest first, and in how many batches. */
function drain(backlog: Backlog) {
	const samples: number[] = [];
	const spans: Span[] = [];
	let batches = 0;
	for (let batch = backlog.take(); batch; batch = backlog.take()) {
		batches += 1;
		for (const part of batch.values()) {
			samples.push(...part.samples.map(([at]) => at));
			spans.push(...part.spans);
		}
	}
	return { samples, spans, batches };
}

test("an hour waits, in parts short enough for one transaction; what is older is dropped, and said", () => {
	const backlog = new Backlog();
	for (let at = 1; at <= 3_600; at++) backlog.addSample("worker", sample(at));
	expect(backlog.isLosing).toBe(false);
	expect(backlog.forgetLoss()).toBeNull();
	for (let at = 3_601; at <= 4_000; at++) backlog.addSample("worker", sample(at));
	expect(backlog.isLosing).toBe(true);
	expect(backlog.forgetLoss()).toBe(
		"400 samples of vitals and 0 changes of state were dropped while the database was away.",
	);
	expect(backlog.forgetLoss()).toBeNull();
	const { samples, batches } = drain(backlog);
	expect(samples).toEqual(Array.from({ length: 3_600 }, (_, index) => index + 401));
	expect(batches).toBe(30);
	expect(backlog.take()).toBeNull();
});

test("what could not be written comes first again, also when more has come meanwhile", () => {
	const backlog = new Backlog();
	for (let at = 1; at <= 200; at++) backlog.addSample("worker", sample(at));
	const batch = backlog.take();
	backlog.addSample("worker", sample(201));
	backlog.addEnd("worker", anEnd);
	if (batch) backlog.putBack(batch);
	expect(drain(backlog).samples).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
});

test("a daemon that stays as it is waits as one span, one that flickers is told by the minute", () => {
	const backlog = new Backlog();
	const state = { desired: "up", phase: "running", health: "ready" } as const;
	const news = (spans: Span[]) => ({ spans, survivals: [], starts: [] });
	for (let at = 0; at < 3_600_000; at += 10_000) {
		backlog.addNews("calm", news([{ ...state, from: at, to: at + 10_000 }]));
	}
	expect(drain(backlog).spans).toEqual([{ ...state, from: 0, to: 3_600_000 }]);

	const second = 1_000;
	for (let at = 0; at < 3_600 * second; at += second) {
		const health = (at / second) % 3 === 0 ? "hung" : "ready";
		backlog.addNews("restless", news([{ ...state, health, from: at, to: at + second }]));
	}
	expect(backlog.isLosing).toBe(false);
	const { spans } = drain(backlog);
	expect(spans.length).toBeLessThan(1_000);
	const hung = spans.filter(({ health }) => health === "hung").reduce((sum, { from, to }) => sum + to - from, 0);
	expect(hung).toBe(1_200 * second);
});

test("the clock is believed once it has gone evenly for a while", () => {
	const clock = new SteadyClock();
	const minute = 60_000;
	const looks: [wall: number, steady: number, expected: number][] = [
		[1_790_000_000_000, 0, 0],
		[1_790_000_000_000 + 10 * minute, 10 * minute, 10 * minute],
		[1_790_000_000_000 + 20 * minute + 900, 20 * minute, 20 * minute], // corrected a little
		[4_000_000_000_000, 30 * minute, 0], // set to the future
		[4_000_000_000_000 + 10 * minute, 40 * minute, 10 * minute],
		[1_790_000_000_000 + 50 * minute, 50 * minute, 0], // and back
	];
	for (const [wall, steady, expected] of looks) expect(clock.steadyFor(wall, steady)).toBe(expected);
});
