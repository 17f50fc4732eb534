import { expect, test } from "vitest";
import { Allowance } from "../../../server/alerts/allowance.ts";

test("three incidents an hour are told of, then that there will be silence, then nothing, until the hour is over", () => {
	let now = 0;
	const allowance = new Allowance(3, 3_600_000, () => now);
	const begin = (subject = "a") => allowance.begin(subject);
	expect([begin(), begin(), begin()]).toEqual(["tell", "tell", "tell"]);
	expect(allowance.isSilent("a")).toBe(false);
	expect([begin(), begin(), begin()]).toEqual(["last", "silent", "silent"]);
	expect(allowance.isSilent("a")).toBe(true);
	expect(begin("b")).toBe("tell");
	now = 3_600_000;
	expect(begin()).toBe("tell");
	expect(allowance.isSilent("a")).toBe(false);
});
