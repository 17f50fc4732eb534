import { expect, test } from "vitest";
import { pauseAfter } from "../../../server/notify/backoff.ts";
import { type Circumstances, decide } from "../../../server/notify/decide.ts";
import { Presence } from "../../../server/notify/presence.ts";
import { quietUntil } from "../../../server/notify/quiet.ts";

const NOW = new Date("2026-11-21T20:00:00Z");
const circumstances = (more: Partial<Circumstances> = {}): Circumstances => ({
	event: "question",
	urgency: "high",
	when: "now",
	holds: "yes",
	over: "It is over.",
	shown: false,
	looked: false,
	onlyWhenAway: true,
	quietUntil: null,
	now: NOW,
	...more,
});
const act = (more: Partial<Circumstances>) => decide(circumstances(more)).act;

test("what is over is dropped before anything else, and what sleeps waits", () => {
	expect(decide(circumstances({ holds: "no", quietUntil: NOW, shown: true }))).toEqual({
		act: "drop",
		why: "It is over.",
	});
	expect(decide(circumstances({ holds: { asleep: NOW } }))).toMatchObject({ act: "wait", until: NOW });
});

test("quiet hours let through what is critical, and tests", () => {
	expect(act({ quietUntil: NOW })).toBe("wait");
	expect(act({ quietUntil: NOW, urgency: "critical" })).toBe("send");
	expect(act({ quietUntil: NOW, event: "test", shown: true })).toBe("send");
});

test("looking holds back a question, and is enough for an alert or a handover", () => {
	expect(act({ shown: true, looked: true })).toBe("wait");
	expect(act({ shown: false, looked: true })).toBe("send");
	expect(act({ when: "away", looked: true })).toBe("wait");
	expect(act({ shown: true, looked: true, onlyWhenAway: false })).toBe("send");
	expect(act({ event: "alert", looked: true })).toBe("drop");
	expect(act({ event: "handover", looked: true })).toBe("send");
	expect(act({ event: "handover", looked: true, shown: true })).toBe("drop");
});

test("pauses grow, vary, have an end, and are no shorter than was wished", () => {
	expect([1, 2, 3, 4].map((attempts) => pauseAfter(attempts, null, 0.5))).toEqual([5_000, 15_000, 45_000, 135_000]);
	expect(pauseAfter(1, null, 0)).toBe(4_000);
	expect(pauseAfter(1, null, 1)).toBe(6_000);
	expect(pauseAfter(500, null, 0.5)).toBe(3_600_000);
	expect(pauseAfter(1, 60_000, 0.5)).toBe(60_000);
	expect(pauseAfter(1, Number.MAX_SAFE_INTEGER, 0.5)).toBe(24 * 3_600_000);
});

test("a page shows what its address leads to, with whatever else is in it; only while somebody looks", () => {
	let less = 0;
	const presence = new Presence(() => {
		less += 1;
	});
	presence.set("a", { looked: true, shows: "/inbox?tab=pending&ticket=Q-17" });
	expect(presence.shows("/inbox?ticket=Q-17")).toBe(true);
	expect(presence.shows("/inbox?ticket=Q-1")).toBe(false);
	expect(presence.shows("/inbox")).toBe(true);
	expect(presence.shows("/")).toBe(false);
	expect([presence.isLooked(), less]).toEqual([true, 0]);
	presence.set("a", { looked: false, shows: "/inbox?ticket=Q-17" });
	expect([presence.isLooked(), presence.shows("/inbox?ticket=Q-17"), less]).toEqual([false, false, 1]);
	presence.remove("a");
	expect(less).toBe(1);
});

test("quiet hours are those of the person, over midnight and when the clocks change", () => {
	const night = { days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 7 * 60 };
	const until = (iso: string, zone = "Europe/Berlin") =>
		quietUntil([night], zone, new Date(iso))?.toISOString() ?? null;
	expect(until("2026-11-21T20:00:00Z")).toBeNull();
	expect(until("2026-11-21T21:30:00Z")).toBe("2026-11-22T06:00:00.000Z");
	expect(until("2026-11-22T05:59:00Z")).toBe("2026-11-22T06:00:00.000Z");
	expect(until("2026-11-22T06:00:00Z")).toBeNull();
	expect(until("2026-11-21T21:30:00Z", "America/New_York")).toBeNull();
	expect(until("2026-03-29T00:30:00Z")).toBe("2026-03-29T05:00:00.000Z"); // an hour less in that night
	const friday = { days: [5], from: 22 * 60, to: 7 * 60 };
	expect(quietUntil([friday], "UTC", new Date("2026-11-21T03:00:00Z"))).not.toBeNull(); // Saturday morning
	expect(quietUntil([friday], "UTC", new Date("2026-11-21T23:00:00Z"))).toBeNull();
});
