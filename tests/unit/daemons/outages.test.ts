import { describe, expect, test } from "vitest";
import { Outages } from "../../../server/daemons/code-developer/outages.ts";

function atClock() {
	const clock = { now: 0 };
	const outages = new Outages({
		initialMs: 1_000,
		maxMs: 60_000,
		breakAfter: 5,
		openMs: 300_000,
		now: () => clock.now,
	});
	return { clock, outages };
}

describe("An outage", () => {
	test("is waited out for longer each time, up to the limit, with jitter", () => {
		const { outages } = atClock();
		const waits = [1, 2, 3, 4].map(() => outages.failed());
		for (const wait of waits) expect(wait).toBeGreaterThan(0);
		for (const wait of waits) expect(wait).toBeLessThanOrEqual(60_000);
		expect(outages.pauseMs).toBe(waits[3]);
		expect(outages.open).toBe(false);
	});

	test("that fails five times in a row is left alone for five minutes, then tried once, and again left alone", () => {
		const { clock, outages } = atClock();
		for (let n = 0; n < 5; n++) outages.failed();
		expect(outages.open).toBe(true);
		expect(outages.pauseMs).toBe(300_000);
		clock.now = 300_000;
		expect(outages.pauseMs).toBe(0); // half-open: one try
		expect(outages.failed()).toBe(300_000);
		outages.worked();
		expect(outages.open).toBe(false);
		expect(outages.failed()).toBeLessThan(300_000);
	});

	test("is left alone for as long as the other side has said", () => {
		const { outages } = atClock();
		expect(outages.failed(3_600_000)).toBe(3_600_000);
	});

	test("is tried at once when somebody says so, and still counts as the same outage", () => {
		const { outages } = atClock();
		for (let n = 0; n < 5; n++) outages.failed();
		outages.tryNow();
		expect(outages.pauseMs).toBe(0);
		expect(outages.failed()).toBe(300_000);
	});
});
