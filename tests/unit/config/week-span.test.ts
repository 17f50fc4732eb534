import { describe, expect, test } from "vitest";
import { endOfSpan, weekSpan } from "../../../server/config/week-span.ts";

const at = (text: string) => new Date(text); // without a zone: the machine's own time

describe("Hours of the week", () => {
	test("are read with and without days, also around the end of the week", () => {
		expect(weekSpan.parse("09:00-12:30")).toEqual({ days: [0, 1, 2, 3, 4, 5, 6], from: 540, to: 750 });
		expect(weekSpan.parse("mon-fri 09:00-12:00").days).toEqual([1, 2, 3, 4, 5]);
		expect(weekSpan.parse("fri-mon 09:00-12:00").days).toEqual([5, 6, 0, 1]);
		expect(weekSpan.parse("sat 22:00-06:00")).toEqual({ days: [6], from: 1320, to: 360 });
	});

	test.each(["9:00-12:00", "09:00", "25:00-26:00", "someday 09:00-10:00", ""])(
		"%j is refused with an example",
		(text) => {
			expect(weekSpan.safeParse(text).error?.issues[0]?.message).toContain('"mon-fri 09:00-12:00"');
		},
	);

	test("hold from their beginning to before their end, on their days", () => {
		const spans = [weekSpan.parse("mon-fri 09:00-12:00")];
		expect(endOfSpan(spans, at("2026-11-20T09:00:00"))).toEqual(at("2026-11-20T12:00:00"));
		expect(endOfSpan(spans, at("2026-11-20T08:59:59"))).toBeNull();
		expect(endOfSpan(spans, at("2026-11-20T12:00:00"))).toBeNull();
		expect(endOfSpan(spans, at("2026-11-21T10:00:00"))).toBeNull(); // a Saturday
	});

	test("that reach into the next day belong to the day on which they begin", () => {
		const spans = [weekSpan.parse("sat 22:00-06:00")];
		expect(endOfSpan(spans, at("2026-11-21T23:00:00"))).toEqual(at("2026-11-22T06:00:00"));
		expect(endOfSpan(spans, at("2026-11-22T05:00:00"))).toEqual(at("2026-11-22T06:00:00"));
		expect(endOfSpan(spans, at("2026-11-22T23:00:00"))).toBeNull();
	});

	test("that overlap last until the later end; equal ends are a whole day", () => {
		const spans = ["09:00-12:00", "11:00-14:00"].map((text) => weekSpan.parse(text));
		expect(endOfSpan(spans, at("2026-11-20T11:30:00"))).toEqual(at("2026-11-20T14:00:00"));
		expect(endOfSpan([weekSpan.parse("00:00-00:00")], at("2026-11-20T11:30:00"))).toEqual(at("2026-11-21T00:00:00"));
	});
});
