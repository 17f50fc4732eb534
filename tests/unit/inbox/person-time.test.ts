import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personSchema, settlePerson } from "../../../server/config/person-schema.ts";
import { firesAt, nextDigest, tomorrow } from "../../../server/inbox/person-time.ts";

const person = (written: object) => settlePerson(personSchema.parse(written));
const berlin = (...hours: string[]) => person({ hours, timeZone: "Europe/Berlin" });
const at = (text: string) => new Date(text);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a deadline", () => {
	test("is its own moment without hours", () => {
		expect(firesAt(at("2026-11-21T20:00:00Z"), at("2026-11-22T06:00:00Z"), person({}))).toEqual(
			at("2026-11-22T06:00:00Z"),
		);
	});

	test("stands still outside the hours, over the night and over the weekend", () => {
		const work = berlin("mon-fri 09:00-18:00");
		// Friday, 17:00 there: an hour of Friday, and two of Monday.
		expect(firesAt(at("2026-11-20T16:00:00Z"), at("2026-11-20T19:00:00Z"), work)).toEqual(at("2026-11-23T10:00:00Z"));
		// Asked at night: its clock begins in the morning.
		expect(firesAt(at("2026-11-19T22:00:00Z"), at("2026-11-19T22:30:00Z"), work)).toEqual(at("2026-11-20T08:30:00Z"));
		// Exactly the end of the hours still belongs to them.
		expect(firesAt(at("2026-11-20T16:00:00Z"), at("2026-11-20T17:00:00Z"), work)).toEqual(at("2026-11-20T17:00:00Z"));
	});

	test("counts hours that overlap once, and those that reach into the next day", () => {
		const twice = berlin("09:00-12:00", "11:00-13:00");
		expect(firesAt(at("2026-11-20T08:00:00Z"), at("2026-11-20T11:30:00Z"), twice)).toEqual(at("2026-11-20T11:30:00Z"));
		const night = berlin("fri 22:00-06:00");
		// Saturday, 05:00 there; the next such hour begins on Friday.
		expect(firesAt(at("2026-11-21T04:00:00Z"), at("2026-11-21T06:00:00Z"), night)).toEqual(at("2026-11-27T22:00:00Z"));
	});

	test("counts both of the hour that comes twice, and none that is left out", () => {
		const early = berlin("01:00-04:00");
		// On 25 October 2026 the clocks go back from three to two: those hours are four.
		expect(firesAt(at("2026-10-24T23:00:00Z"), at("2026-10-25T03:00:00Z"), early)).toEqual(at("2026-10-25T03:00:00Z"));
		// On 29 March 2026 they go forward from two to three: those hours are two.
		expect(firesAt(at("2026-03-29T00:00:00Z"), at("2026-03-29T03:00:00Z"), early)).toEqual(at("2026-03-30T00:00:00Z"));
		// Hours within the one that is left out are none on that day.
		const missing = berlin("02:00-03:00");
		expect(firesAt(at("2026-03-28T12:00:00Z"), at("2026-03-28T12:30:00Z"), missing)).toEqual(
			at("2026-03-30T00:30:00Z"),
		);
	});

	test("passes in the end, also with hours that hardly come", () => {
		const minute = berlin("mon 09:00-09:01");
		const far = at("2036-01-01T00:00:00Z");
		expect(firesAt(at("2026-01-01T00:00:00Z"), far, minute).getTime()).toBeGreaterThanOrEqual(far.getTime());
	});
});

const clock = fc
	.integer({ min: 0, max: 47 })
	.map((half) => `${String(half >> 1).padStart(2, "0")}:${half % 2 ? "30" : "00"}`);
const days = fc.constantFrom("", "mon-fri ", "sat-sun ", "wed ");
const anyHours = fc.array(
	fc.tuple(days, clock, clock).map(([day, from, to]) => `${day}${from}-${to}`),
	{ minLength: 1, maxLength: 3 },
);
const anyZone = fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC");
const anyPerson = fc.record({ hours: anyHours, timeZone: anyZone }).map(person);
const anyMoment = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) }).map((ms) => new Date(ms));
const anyWait = fc.integer({ min: 1, max: 30 * 24 * HOUR });
const RUNS = { numRuns: 40 };

test("a deadline is never early, and a later one never passes before an earlier one", () => {
	fc.assert(
		fc.property(anyPerson, anyMoment, anyWait, anyWait, (one, asked, wait, more) => {
			const deadline = new Date(asked.getTime() + wait);
			const fires = firesAt(asked, deadline, one);
			expect(fires.getTime()).toBeGreaterThanOrEqual(deadline.getTime());
			const later = firesAt(asked, new Date(deadline.getTime() + more), one);
			expect(later.getTime()).toBeGreaterThanOrEqual(fires.getTime());
		}),
		RUNS,
	);
});

test("hours that are all of the week are none, whatever the clocks do", () => {
	fc.assert(
		fc.property(anyZone, anyMoment, anyWait, (timeZone, asked, wait) => {
			const deadline = new Date(asked.getTime() + wait);
			expect(firesAt(asked, deadline, person({ hours: ["00:00-00:00"], timeZone }))).toEqual(deadline);
		}),
		RUNS,
	);
});

test("the time within the hours until it passes is the time that was given", () => {
	// Away from the changes of the clocks, where a minute is in the hours when a clock on the wall says so.
	const summer = fc
		.integer({ min: Date.UTC(2026, 5), max: Date.UTC(2026, 6) })
		.map((ms) => new Date(ms - (ms % MINUTE)));
	const minutes = fc.integer({ min: 1, max: 180 });
	fc.assert(
		fc.property(anyHours, summer, minutes, (hours, asked, wait) => {
			const one = person({ hours, timeZone: "Asia/Kolkata" });
			const fires = firesAt(asked, new Date(asked.getTime() + wait * MINUTE), one);
			let within = 0;
			for (let ms = asked.getTime(); ms < fires.getTime(); ms += MINUTE)
				if (isWithin(one.hours, ms + 5.5 * HOUR)) within += 1;
			expect(within).toBe(wait);
		}),
		RUNS,
	);
});

/** By the wall clock: `local` is the moment shifted so that UTC reads as the place's own time. */
function isWithin(hours: ReturnType<typeof person>["hours"], local: number): boolean {
	const date = new Date(local);
	const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
	return hours.some(({ days: on, from, to }) => {
		const today = on.includes(date.getUTCDay());
		const yesterday = on.includes((date.getUTCDay() + 6) % 7);
		return to > from ? today && minute >= from && minute < to : (today && minute >= from) || (yesterday && minute < to);
	});
}

describe("the digest", () => {
	const daily = person({ digest: ["16:00", "09:00", "09:00"], timeZone: "Europe/Berlin" });

	test("is the next of its times in the person's zone, and never now", () => {
		expect(nextDigest(at("2026-11-21T07:59:00Z"), daily)).toEqual(at("2026-11-21T08:00:00Z"));
		expect(nextDigest(at("2026-11-21T08:00:00Z"), daily)).toEqual(at("2026-11-21T15:00:00Z"));
		expect(nextDigest(at("2026-11-21T15:00:00Z"), daily)).toEqual(at("2026-11-22T08:00:00Z"));
		expect(nextDigest(at("2026-11-21T15:00:00Z"), person({}))).toBeNull();
	});

	test("in the hour that is left out comes when the clocks go forward, in the one that comes twice once", () => {
		const night = person({ digest: ["02:30"], timeZone: "Europe/Berlin" });
		expect(nextDigest(at("2026-03-28T12:00:00Z"), night)).toEqual(at("2026-03-29T01:00:00Z"));
		expect(nextDigest(at("2026-10-24T12:00:00Z"), night)).toEqual(at("2026-10-25T00:30:00Z"));
		expect(nextDigest(at("2026-10-25T00:30:00Z"), night)).toEqual(at("2026-10-26T01:30:00Z"));
	});
});

test("tomorrow is the beginning of the next day with hours", () => {
	expect(tomorrow(at("2026-11-20T12:00:00Z"), berlin("mon-fri 08:30-18:00"))).toEqual(at("2026-11-23T07:30:00Z"));
	expect(tomorrow(at("2026-11-20T23:30:00Z"), person({ timeZone: "Europe/Berlin" }))).toEqual(
		at("2026-11-22T08:00:00Z"),
	);
});

test.each([
	[{ timeZone: "Europe/Nowhere" }, "time zone"],
	[{ digest: ["9"] }, '"09:00"'],
	[{ hours: ["always"] }, '"mon-fri 09:00-12:00"'],
	[{ undo: "10" }, '"10s"'],
])("%j is refused with an example", (written, example) => {
	expect(personSchema.safeParse(written).error?.issues[0]?.message).toContain(example);
});
