import { describe, expect, test } from "vitest";
import { type HealthFacts, healthOf } from "../../../server/supervisor/health/health.ts";
import { SleepWatch } from "../../../server/supervisor/sleep-watch.ts";
import { awaited, inOrder } from "../../../server/supervisor/start-order.ts";
import { LIVE } from "../../support/daemon-config.ts";

const HOUR = 3_600_000;
const live = { ...LIVE, heartbeatMs: 120_000, progressMs: HOUR };
const facts: HealthFacts = {
	status: { v: 1, activity: "working" },
	sinceHeartbeatMs: 900,
	sinceProgressMs: null,
	probes: null,
	missing: null,
	provenReady: false,
	live,
};
const healthWith = (changes: Partial<HealthFacts>) => healthOf({ ...facts, ...changes }).health;
const waiting = { v: 1, activity: "waiting" } as const;

describe("health", () => {
	test("no heartbeat is unknown, not ill", () => {
		expect(healthWith({ status: null, sinceHeartbeatMs: null })).toBe("unknown");
	});

	test("waiting for a person is healthy for as long as the heart beats", () => {
		const status = waiting;
		expect(healthWith({ status, sinceProgressMs: 100 * HOUR })).toBe("waiting");
		expect(healthWith({ status, sinceHeartbeatMs: 30_000 })).toBe("degraded");
		expect(healthWith({ status, sinceHeartbeatMs: 120_001 })).toBe("hung");
	});

	test("case 28: busy for hours is never hung while progress advances", () => {
		expect(healthWith({ sinceProgressMs: 59_000 })).toBe("ready");
		expect(healthWith({ sinceProgressMs: 59_000, probes: { verdict: "ill", why: "it answered with 500" } })).toBe(
			"degraded",
		);
	});

	test("busy without any progress is hung after the time that is configured, and says so", () => {
		expect(healthOf({ ...facts, sinceProgressMs: HOUR + 1 })).toEqual({
			health: "hung",
			why: "It says that it works, without any progress for 3600 s.",
		});
		expect(healthWith({ sinceProgressMs: HOUR + 1, live: { ...live, progressMs: null } })).toBe("ready");
	});

	test("a program without a liveness rule never hangs", () => {
		expect(healthWith({ status: waiting, sinceHeartbeatMs: 1e9, live: LIVE })).toBe("waiting");
	});

	test("a daemon that names a problem is degraded", () => {
		expect(healthWith({ status: { v: 1, problem: "No roadmap." } })).toBe("degraded");
	});

	test("one that is late to be ready is degraded, and says what is missing", () => {
		expect(healthOf({ ...facts, status: null, missing: "no heartbeat" })).toEqual({
			health: "degraded",
			why: "It is not ready yet: no heartbeat; its log may say why.",
		});
	});

	test("a silent program that answers from outside is ready; one failed look is a mark, several a hang", () => {
		const silent = { status: null, sinceHeartbeatMs: null };
		expect(healthWith({ ...silent, probes: { verdict: "well", why: null } })).toBe("ready");
		expect(healthWith({ ...silent, provenReady: true })).toBe("ready");
		expect(healthWith({ ...silent, probes: { verdict: "well", why: "it answered with 500" } })).toBe("degraded");
		expect(healthOf({ ...facts, ...silent, probes: { verdict: "ill", why: "it answered with 500" } })).toEqual({
			health: "hung",
			why: "It answered with 500.",
		});
	});
});

describe("sleep", () => {
	test("case 25: is noticed by either clock, and a late tick is none", () => {
		const watch = new SleepWatch(1_000);
		expect(watch.slept(0, 0)).toBe(false);
		expect(watch.slept(1_000, 1_000)).toBe(false);
		expect(watch.slept(4_000, 4_000)).toBe(false);
		expect(watch.slept(4_000 + HOUR, 5_000)).toBe(true); // the monotonic clock stood still
		expect(watch.slept(5_000 + HOUR, 5_000 + HOUR)).toBe(true); // it did not, and this process was stopped
		expect(watch.slept(6_000 + HOUR, 6_000 + HOUR)).toBe(false);
	});
});

describe("the order of starting", () => {
	test("puts each after those it names, and leaves the others where they are", () => {
		const after: Record<string, string[]> = { web: ["db", "cache"], cache: ["db"] };
		expect(inOrder(["web", "bot", "cache", "db"], (name) => after[name] ?? [])).toEqual(["db", "cache", "web", "bot"]);
	});

	test("waits only for what is on its way", () => {
		const usable: Record<string, boolean | null> = { ready: true, coming: false, failed: null };
		expect(awaited(Object.keys(usable), (name) => usable[name] ?? null)).toEqual(["coming"]);
	});
});
