import { expect, test } from "vitest";
import { momentOption, waitOption } from "../../../server/cli/parse-options.ts";

/** Local time, as the clock on the person's wall. */
const EVENING = new Date(2026, 10, 21, 22, 30);

test.each([
	["a duration counts from now", "2h", new Date(2026, 10, 22, 0, 30)],
	["a time of day that is over is tomorrow's", "09:00", new Date(2026, 10, 22, 9, 0)],
	["a time of day to come is today's", "23:15", new Date(2026, 10, 21, 23, 15)],
	["this very minute is over", "22:30", new Date(2026, 10, 22, 22, 30)],
	["an ISO date is itself", "2026-12-01T08:00:00Z", new Date("2026-12-01T08:00:00Z")],
])("%s", (_what, text, moment) => {
	expect(momentOption(text, EVENING)).toEqual(moment);
});

test.each(["tomorrow", "25:00", "9", "2026-12-01", "2026-13-01T08:00:00Z", ""])("%j is no moment", (text) => {
	expect(() => momentOption(text, EVENING)).toThrow(/a time of day/);
});

test("waiting is a duration, nothing, or for ever", () => {
	expect([waitOption("12h"), waitOption("0"), waitOption("forever")]).toEqual([12 * 3_600_000, 0, null]);
	expect(() => waitOption("-1s")).toThrow(/must be a duration/);
});
