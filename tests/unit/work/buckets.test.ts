import { afterEach, beforeEach, expect, test } from "vitest";
import { bucketsOf } from "../../../server/work/buckets.ts";

const HOUR = 3_600_000;
let zone: string | undefined;
beforeEach(() => {
	zone = process.env.TZ;
});
afterEach(() => {
	process.env.TZ = zone;
	if (zone === undefined) delete process.env.TZ;
});

const lengths = (buckets: ReturnType<typeof bucketsOf>) => buckets.map(({ from, to }) => (to - from) / HOUR);

test("days are those of the machine's time zone", () => {
	process.env.TZ = "Asia/Kolkata";
	const days = bucketsOf(Date.parse("2026-11-20T20:00Z"), Date.parse("2026-11-21T10:00Z"), "day");
	expect(days).toEqual([
		{ from: Date.parse("2026-11-20T18:30Z"), to: Date.parse("2026-11-21T18:30Z"), label: "2026-11-21" },
	]);
});

test("hours begin at full hours, also where the zone is half an hour off", () => {
	process.env.TZ = "Asia/Kolkata";
	const hours = bucketsOf(Date.parse("2026-11-20T20:10Z"), Date.parse("2026-11-20T21:40Z"), "hour");
	expect(hours.map(({ label }) => label)).toEqual(["2026-11-21 01:00", "2026-11-21 02:00", "2026-11-21 03:00"]);
	expect(hours[0]?.from).toBe(Date.parse("2026-11-20T19:30Z"));
});

test("a day has 23 or 25 hours when the clocks are changed, and nothing is missing in between", () => {
	process.env.TZ = "Europe/Berlin";
	const spring = bucketsOf(Date.parse("2026-03-28T12:00Z"), Date.parse("2026-03-30T12:00Z"), "day");
	expect(lengths(spring)).toEqual([24, 23, 24]);
	const autumn = bucketsOf(Date.parse("2026-10-24T12:00Z"), Date.parse("2026-10-26T12:00Z"), "day");
	expect(lengths(autumn)).toEqual([24, 25, 24]);
	for (const [index, { from }] of autumn.slice(1).entries()) expect(from).toBe(autumn[index]?.to);
});

test("tells the second of two hours with the same name", () => {
	process.env.TZ = "Europe/Berlin";
	const hours = bucketsOf(Date.parse("2026-10-24T23:30Z"), Date.parse("2026-10-25T02:30Z"), "hour");
	expect(hours.map(({ label }) => label.slice(11))).toEqual(["01:00", "02:00", "02:00 (again)", "03:00"]);
	expect(lengths(hours)).toEqual([1, 1, 1, 1]);
});

test("goes through a day without a midnight", () => {
	process.env.TZ = "America/Santiago";
	const days = bucketsOf(Date.parse("2026-09-05T12:00Z"), Date.parse("2026-09-07T12:00Z"), "day");
	expect(lengths(days)).toEqual([24, 23, 24]);
});
