import { expect, test } from "vitest";
import { Suspects } from "../../../server/summaries/suspects.ts";

test("a conversation that fails three times is passed by, and to blame when it fails again after another was answered", () => {
	const suspects = new Suspects();
	for (let times = 0; times < 3; times += 1) expect(suspects.failed(1, "temporary")).toBe("unclear");
	expect(suspects.has(1)).toBe(true);
	expect(suspects.answered(2)).toEqual([]);
	expect(suspects.has(1)).toBe(false);
	expect(suspects.failed(1, "temporary")).toBe("guilty");
});

test("one that is answered after an outage is nobody's suspect", () => {
	const suspects = new Suspects();
	for (let times = 0; times < 3; times += 1) suspects.failed(1, "temporary");
	suspects.answered(2);
	suspects.answered(1);
	expect(suspects.failed(1, "temporary")).toBe("unclear");
});

test("when another fails as well it is an outage, and the first has its turn again", () => {
	const suspects = new Suspects();
	for (let times = 0; times < 3; times += 1) suspects.failed(1, "temporary");
	suspects.failed(2, "temporary");
	expect(suspects.has(1)).toBe(false);
});

test("what is alone with its trouble is tried again", () => {
	const suspects = new Suspects();
	for (let times = 0; times < 3; times += 1) suspects.failed(1, "temporary");
	suspects.acquit();
	expect(suspects.has(1)).toBe(false);
});

test("one request that is not taken says nothing of the provider, three in a row do", () => {
	const suspects = new Suspects();
	expect(suspects.failed(1, "unsuitable")).toBe("unclear");
	expect(suspects.failed(2, "unsuitable")).toBe("unclear");
	expect(suspects.failed(3, "unsuitable")).toBe("provider");
});

test("one that was not taken while others are answered is to blame, and is not tried again before that", () => {
	const suspects = new Suspects();
	suspects.failed(1, "unsuitable");
	suspects.acquit();
	expect(suspects.has(1)).toBe(true);
	expect(suspects.answered(2)).toEqual([1]);
});
