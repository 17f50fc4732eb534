import { expect, test } from "vitest";
import { dayIn, nextDay } from "../../../app/_features/handover/paths.ts";

test("the page's day is that of the time zone it is told", () => {
	const at = Date.parse("2026-11-21T20:00:00Z");
	expect(dayIn("Asia/Tokyo", at)).toBe("2026-11-22");
	expect(dayIn("America/New_York", at)).toBe("2026-11-21");
});

test("walks by the calendar, also over the days on which the clocks change, and not beyond today", () => {
	expect(nextDay("2026-03-28", 1, "2026-11-22")).toBe("2026-03-29");
	expect(nextDay("2026-03-30", -1, "2026-11-22")).toBe("2026-03-29");
	expect(nextDay("2026-11-01", -1, "2026-11-22")).toBe("2026-10-31");
	expect(nextDay("2026-11-21", 1, "2026-11-22")).toBe("2026-11-22");
	expect(nextDay("2026-11-22", 1, "2026-11-22")).toBeNull();
	expect(nextDay("yesterday", -1, "2026-11-22")).toBeNull();
});
