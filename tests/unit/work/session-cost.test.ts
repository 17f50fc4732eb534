import { expect, test } from "vitest";
import { SessionCost } from "../../../server/work/session-cost.ts";

const usd = (amount: number) => ({ amount, currency: "USD" });

test("counts the difference to the sum that the session told before", () => {
	const session = new SessionCost([]);
	expect(session.add(usd(0.5))).toBe(0.5);
	expect(session.add(usd(0.5))).toBe(0);
	expect(session.add(usd(0.75))).toBe(0.25);
});

test("goes on from the sum of the turns when a resumed session does", () => {
	expect(new SessionCost([1, 0.5]).add(usd(1.75))).toBeCloseTo(0.25);
});

test("begins anew when a resumed session does", () => {
	const session = new SessionCost([1, 0.5]);
	expect(session.add(usd(0.25))).toBe(0.25);
	expect(session.add(usd(0.5))).toBe(0.25);
});

test("goes on from the turns of the last session alone when there were several", () => {
	expect(new SessionCost([4, 1, 0.5]).add(usd(1.6))).toBeCloseTo(0.1);
});

test("takes a smaller sum than before for a new count", () => {
	const session = new SessionCost([]);
	session.add(usd(3));
	expect(session.add(usd(0.2))).toBe(0.2);
});

test("counts nothing for what is no sum of money", () => {
	const session = new SessionCost([]);
	for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, -1]) expect(session.add(usd(amount))).toBe(0);
	expect(session.add(usd(1))).toBe(1);
});
