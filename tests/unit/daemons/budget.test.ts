import { describe, expect, test } from "vitest";
import { grantedAgain, usedUp } from "../../../server/daemons/code-developer/budget.ts";

const NONE = { timeMs: null, tokens: null, cost: null };
const HOUR = 3_600_000;

describe("A budget", () => {
	test("without limits is never used up", () => {
		expect(usedUp({ timeMs: 1e9, tokens: 1e9, cost: 1e9 }, NONE)).toBeNull();
	});

	test.each([
		[{ timeMs: 2 * HOUR }, { timeMs: 2 * HOUR }, "2 h of work"],
		[{ timeMs: 90_000 }, { timeMs: 60_000 }, "2 min of work"],
		[{ timeMs: 5_000 }, { timeMs: 1_000 }, "5 s of work"],
		[{ tokens: 2_000_000 }, { tokens: 1_500_000 }, "2,000,000 tokens"],
		[{ cost: 5.004 }, { cost: 5 }, "a cost of 5.00"],
	])("of %j with %j spent is used up, and says what of", (spent, limits, words) => {
		const nothing = { timeMs: 0, tokens: 0, cost: 0 };
		expect(usedUp({ ...nothing, ...spent }, { ...NONE, ...limits })).toBe(words);
		expect(usedUp(nothing, { ...NONE, ...limits })).toBeNull();
	});

	test("that was granted again lasts for as much again, however far the last step went", () => {
		const limits = { ...NONE, tokens: 100, cost: 1 };
		const spent = { timeMs: 0, tokens: 350, cost: 0.5 };
		const granted = grantedAgain(spent, limits);
		expect(usedUp({ ...spent, tokens: 449 }, limits, granted)).toBeNull();
		expect(usedUp({ ...spent, tokens: 450 }, limits, granted)).toBe("450 tokens");
	});
});
