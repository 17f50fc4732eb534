import { expect, test } from "vitest";
import { periodOf } from "../../../server/handover/period.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-21T08:00:00Z");
const BERLIN = "Europe/Berlin";

test("begins where the last one was read, and without one a day ago", () => {
	expect(periodOf({}, NOW - 3 * HOUR, NOW, "UTC")).toEqual({ from: NOW - 3 * HOUR, to: NOW });
	expect(periodOf({}, null, NOW, "UTC")).toEqual({ from: NOW - 24 * HOUR, to: NOW });
});

test("a moment asked for comes before what was read", () => {
	expect(periodOf({ since: NOW - 9 * HOUR }, NOW - HOUR, NOW, "UTC")).toEqual({ from: NOW - 9 * HOUR, to: NOW });
});

test("covers two weeks at most by itself", () => {
	expect(periodOf({}, NOW - 100 * 24 * HOUR, NOW, "UTC").from).toBe(NOW - 14 * 24 * HOUR);
});

test("a day is the calendar's, also when it has 23 or 25 hours", () => {
	const length = (day: string) => {
		const { from, to } = periodOf({ day }, null, NOW, BERLIN);
		return (to - from) / HOUR;
	};
	expect(length("2026-11-20")).toBe(24);
	expect(length("2026-03-29")).toBe(23);
	expect(length("2026-10-25")).toBe(25);
	expect(periodOf({ day: "2026-11-20" }, null, NOW, BERLIN).from).toBe(Date.parse("2026-11-19T23:00:00Z"));
});

test("a day that goes on ends now", () => {
	expect(periodOf({ day: "2026-11-21" }, null, NOW, "UTC")).toEqual({
		from: Date.parse("2026-11-21T00:00:00Z"),
		to: NOW,
	});
});

test("a day begins when it does where the person is", () => {
	expect(periodOf({ day: "2026-11-20" }, null, NOW, "Asia/Tokyo")).toEqual({
		from: Date.parse("2026-11-19T15:00:00Z"),
		to: Date.parse("2026-11-20T15:00:00Z"),
	});
	const evening = Date.parse("2026-11-21T20:00:00Z");
	expect(periodOf({ day: "2026-11-22" }, null, evening, "Asia/Tokyo")).toMatchObject({ to: evening });
	expect(() => periodOf({ day: "2026-11-22" }, null, evening, "America/New_York")).toThrow("has not begun yet");
});

test.each([
	[{ day: "2026-02-30" }, '"2026-02-30" is no day; write it like 2026-11-21.'],
	[{ day: "yesterday" }, '"yesterday" is no day; write it like 2026-11-21.'],
	[{ day: "2026-12-01" }, "2026-12-01 has not begun yet."],
	[{ since: NOW + 1 }, "A handover begins in the past."],
	[{ day: "2026-11-20", since: 1 }, "Name a day or a moment, not both."],
])("refuses %j with one sentence", (wish, sentence) => {
	expect(() => periodOf(wish, null, NOW, "UTC")).toThrow(sentence);
});
