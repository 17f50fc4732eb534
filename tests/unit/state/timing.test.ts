import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inPasses } from "../../../server/passes.ts";
import { coalesce } from "../../../server/state/coalesce.ts";

describe("coalescing a flood", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	test("the first goes through at once, the last is never lost, and in between there are few", () => {
		const act = vi.fn();
		const flow = coalesce(50, act);
		flow.call();
		expect(act).toHaveBeenCalledTimes(1);
		for (let ms = 0; ms < 1_000; ms += 1) {
			vi.advanceTimersByTime(1);
			flow.call();
		}
		vi.advanceTimersByTime(100);
		expect(act.mock.calls.length).toBeGreaterThan(15);
		expect(act.mock.calls.length).toBeLessThanOrEqual(22);
		const before = act.mock.calls.length;
		vi.advanceTimersByTime(1_000);
		expect(act).toHaveBeenCalledTimes(before);
		flow.call();
		expect(act).toHaveBeenCalledTimes(before + 1);
	});

	test("ends when it is cancelled", () => {
		const act = vi.fn();
		const flow = coalesce(50, act);
		flow.call();
		flow.call();
		flow.cancel();
		vi.advanceTimersByTime(1_000);
		expect(act).toHaveBeenCalledTimes(1);
	});
});

function noError(error: unknown): void {
	throw error;
}

describe("passes", () => {
	test("run one at a time, and once more for all that was asked meanwhile", async () => {
		let running = 0;
		let count = 0;
		const passes = inPasses(async () => {
			running += 1;
			expect(running).toBe(1);
			count += 1;
			if (count === 1) for (let n = 0; n < 5; n += 1) passes.ask();
			await Promise.resolve();
			running -= 1;
		}, noError);
		passes.ask();
		passes.ask();
		await passes.settled();
		expect(count).toBe(2);
		passes.ask();
		await passes.settled();
		expect(count).toBe(3);
	});

	test("go on after one that failed", async () => {
		const errors: unknown[] = [];
		let count = 0;
		const passes = inPasses(
			async () => {
				count += 1;
				if (count === 1) throw new Error("once");
			},
			(error) => errors.push(error),
		);
		passes.ask();
		await passes.settled();
		passes.ask();
		await passes.settled();
		expect([count, errors.length]).toEqual([2, 1]);
	});
});
