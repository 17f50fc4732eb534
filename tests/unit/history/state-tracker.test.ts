import { describe, expect, test } from "vitest";
import type { DaemonStatus } from "../../../server/contract/daemon.ts";
import { StateTracker } from "../../../server/history/state-tracker.ts";
import { daemon as daemonStatus } from "../app/samples.ts";

const T = Date.parse("2026-11-21T05:00:00.000Z");

/** A daemon that runs since a moment, in seconds from T. */
function running(since: number, changes: Partial<DaemonStatus> = {}): DaemonStatus {
	const startedAt = new Date(T + since * 1_000).toISOString();
	return daemonStatus({ phase: "running", health: "ready", desired: "up", startedAt, restarts: 0, ...changes });
}
const stopped = daemonStatus({ phase: "stopped", health: "unknown", desired: "down", startedAt: null, pid: null });

/** Looks at so many seconds from T; several at a steady pace are given as [from, to]. */
function looks(tracker: StateTracker, ...steps: [at: number | [number, number], status: DaemonStatus][]): void {
	for (const [at, status] of steps) {
		const [from, to] = typeof at === "number" ? [at, at] : at;
		for (let second = from; second <= to; second++) tracker.look(status, T + second * 1_000);
	}
}

/** Spans as `from-to phase/health`, in seconds from T. */
function told(tracker: StateTracker): string[] {
	return tracker
		.take()
		.spans.map(({ from, to, phase, health }) => `${(from - T) / 1_000}-${(to - T) / 1_000} ${phase}/${health}`);
}

describe("spans", () => {
	test("go from change to change, to the millisecond", () => {
		const tracker = new StateTracker();
		looks(
			tracker,
			[[0, 5], running(-10)],
			[5.25, running(-10, { health: "hung" })],
			[[6, 9], running(-10, { health: "hung" })],
		);
		looks(tracker, [9.5, stopped], [10, stopped]);
		expect(told(tracker)).toEqual(["0-5.25 running/ready", "5.25-9.5 running/hung", "9.5-10 stopped/unknown"]);
	});

	test("go on where the last handing-out ended", () => {
		const tracker = new StateTracker();
		looks(tracker, [[0, 4], stopped]);
		expect(told(tracker)).toEqual(["0-4 stopped/unknown"]);
		expect(told(tracker)).toEqual([]);
		looks(tracker, [[5, 7], stopped]);
		expect(told(tracker)).toEqual(["4-7 stopped/unknown"]);
	});

	test("claim nothing of a time in which nobody looked", () => {
		const tracker = new StateTracker();
		looks(tracker, [[0, 3], stopped], [[603, 605], stopped]);
		expect(told(tracker)).toEqual(["0-3 stopped/unknown", "603-605 stopped/unknown"]);
	});

	test("begin anew where the clock was set back to", () => {
		const tracker = new StateTracker();
		looks(tracker, [[0, 10], stopped], [[-3_600, -3_598], stopped]);
		expect(told(tracker)).toEqual(["0-10 stopped/unknown", "-3600--3598 stopped/unknown"]);
	});

	test("do not mind a clock that is set back a little", () => {
		const tracker = new StateTracker();
		looks(tracker, [[0, 10], stopped], [9.2, stopped], [[10, 11], stopped]);
		expect(told(tracker)).toEqual(["0-11 stopped/unknown"]);
	});
});

describe("a process that is there", () => {
	test("was there since it was started, whoever watched", () => {
		const tracker = new StateTracker();
		looks(tracker, [[0, 2], running(-500)]);
		expect(tracker.take().survivals).toEqual([{ since: T - 500_000, until: T, desired: "up" }]);
		looks(tracker, [[3, 5], running(-500)]);
		expect(tracker.take().survivals).toEqual([]);
	});

	test("after the machine slept was there all the time; another one was not", () => {
		const tracker = new StateTracker();
		looks(tracker, [[0, 2], running(-500)]);
		tracker.take();
		looks(tracker, [[1_000, 1_002], running(-500)]);
		expect(tracker.take().survivals).toMatchObject([{ since: T - 500_000, until: T + 1_000_000 }]);
		looks(tracker, [2_000, running(1_900)]);
		expect(tracker.take().survivals).toMatchObject([{ since: T + 1_900_000, until: T + 2_000_000 }]);
	});
});

describe("starts", () => {
	test("are told once each, and which of them the supervisor made by itself", () => {
		const tracker = new StateTracker();
		looks(tracker, [0, stopped], [1, running(1)], [2, running(1)]);
		const backingOff = daemonStatus({ phase: "backing-off", startedAt: null, pid: null, restarts: 1 });
		looks(tracker, [3, backingOff], [4, running(4, { restarts: 1 })], [5, running(5, { restarts: 1 })]);
		looks(tracker, [6, running(6, { restarts: 0 })], [7, running(7, { restarts: 1 })]);
		expect(tracker.take().starts.map(({ at, automatic }) => [(at - T) / 1_000, automatic])).toEqual([
			[1, false],
			[4, true],
			[5, false], // by schedule: the count of restarts did not grow
			[6, false], // by a person: the count begins anew
			[7, true],
		]);
	});

	test("of a process that was found are taken from its count", () => {
		const tracker = new StateTracker();
		expect(tracker.look(running(-60, { restarts: 3 }), T)).toBe(true);
		expect(tracker.take().starts).toEqual([{ at: T - 60_000, automatic: true, count: 1 }]);
	});
});
