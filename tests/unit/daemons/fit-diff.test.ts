import { expect, test } from "vitest";
import { fitDiff } from "../../../server/daemons/code-developer/finish/fit-diff.ts";

const section = (name: string, lines: number) =>
	`diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -0,0 +1,${lines} @@\n${"+line\n".repeat(lines)}`;
const WHOLE = { limit: 1_000, isCut: false };

test("a diff that has room is shown as it is", () => {
	const diff = section("a", 2) + section("b", 3);
	expect(fitDiff(diff, ["a", "b"], WHOLE)).toEqual({ text: diff, omitted: [] });
	expect(fitDiff("", [], WHOLE)).toEqual({ text: "", omitted: [] });
});

test("whole files come first: one that is too long is named, and those after it are shown", () => {
	const diff = section("a", 2) + section("long", 500) + section("b", 2);
	expect(fitDiff(diff, ["a", "long", "b"], WHOLE)).toEqual({
		text: section("a", 2) + section("b", 2),
		omitted: ["long"],
	});
});

test("of a single file that is too long its beginning is shown, in whole lines", () => {
	const { text, omitted } = fitDiff(section("long", 500), ["long"], WHOLE);
	expect(omitted).toEqual(["long"]);
	expect(text.length).toBeLessThanOrEqual(1_000);
	expect(text.endsWith("+line\n")).toBe(true);
});

test("files behind the place where the diff itself was cut are named", () => {
	const diff = section("a", 2) + section("b", 3).slice(0, -4);
	expect(fitDiff(diff, ["a", "b", "c"], { limit: 1_000, isCut: true })).toEqual({
		text: section("a", 2),
		omitted: ["b", "c"],
	});
});

test("a file that became a link is one file", () => {
	const link = section("a", 1) + section("a", 2);
	expect(fitDiff(link + section("b", 1), ["a", "b"], WHOLE).omitted).toEqual([]);
});
