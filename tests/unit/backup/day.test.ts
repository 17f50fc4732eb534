import { expect, test } from "vitest";
import { clockOf } from "../../../server/conversations/backup/clock.ts";
import { dayAt, dayBefore, dayNamed } from "../../../server/conversations/backup/day.ts";

const BERLIN = "Europe/Berlin";
const hours = (day: { from: Date; to: Date }) => (day.to.getTime() - day.from.getTime()) / 3_600_000;

test("a day begins and ends with the person's midnights", () => {
	const day = dayNamed("2026-11-21", BERLIN);
	expect(day.from.toISOString()).toBe("2026-11-20T23:00:00.000Z");
	expect(day.to.toISOString()).toBe("2026-11-21T23:00:00.000Z");
	expect(dayAt(new Date("2026-11-20T23:00:00Z"), BERLIN).name).toBe("2026-11-21");
	expect(dayAt(new Date("2026-11-20T22:59:59.999Z"), BERLIN).name).toBe("2026-11-20");
	expect(dayBefore(day).name).toBe("2026-11-20");
});

test("the days on which the clocks are changed have 23 and 25 hours", () => {
	expect(hours(dayNamed("2026-03-29", BERLIN))).toBe(23);
	expect(hours(dayNamed("2026-10-25", BERLIN))).toBe(25);
	expect(dayAt(new Date("2026-10-25T22:59:59Z"), BERLIN).name).toBe("2026-10-25");
});

test("a day whose midnight is left out begins when the clocks go on", () => {
	const day = dayNamed("2026-04-24", "Africa/Cairo");
	expect(day.from.toISOString()).toBe("2026-04-23T22:00:00.000Z");
	expect(dayBefore(day).to).toEqual(day.from);
});

test.each(["", "today", "2026-02-30", "2026-1-1", "../2026-01-01"])("%j is no day", (name) => {
	expect(() => dayNamed(name, BERLIN)).toThrow(/no day; write it like 2026-11-21/);
});

test("the clock shows the person's time, the date of another day, and which of two hours it is", () => {
	const plain = clockOf(dayNamed("2026-11-21", BERLIN));
	expect(plain("2026-11-21T09:03:05.123Z")).toBe("10:03:05");
	expect(plain("2026-11-20T22:59:59.000Z")).toBe("2026-11-20 23:59:59");
	const changed = clockOf(dayNamed("2026-10-25", BERLIN));
	expect(changed("2026-10-25T00:30:00.000Z")).toBe("02:30:00 +02:00");
	expect(changed("2026-10-25T01:30:00.000Z")).toBe("02:30:00 +01:00");
});
