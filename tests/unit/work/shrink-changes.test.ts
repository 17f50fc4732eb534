import { expect, test } from "vitest";
import { shrinkChanges } from "../../../server/work/shrink-changes.ts";

const asItIs = (text: string) => text;
const lines = (count: number, other = -1) =>
	Array.from({ length: count }, (_, index) => (index === other ? "changed" : `line ${index + 1}`)).join("\n");

test("keeps short changes whole", () => {
	const change = { path: "a.txt", oldText: "one", newText: "two" };
	expect(shrinkChanges([change], asItIs, 1_000)).toEqual({ changes: [change], size: 6 });
});

test("keeps only what differs, with a few lines around it, of long texts", () => {
	const change = { path: "a.txt", oldText: lines(5_000), newText: lines(5_000, 2_999) };
	const { changes } = shrinkChanges([change], asItIs, 1_000_000);
	expect(changes).toEqual([
		{
			path: "a.txt",
			oldText: "line 2997\nline 2998\nline 2999\nline 3000\nline 3001\nline 3002\nline 3003",
			newText: "line 2997\nline 2998\nline 2999\nchanged\nline 3001\nline 3002\nline 3003",
			line: 2_997,
		},
	]);
});

test("keeps of a change that does not fit the path alone, and what fits after it", () => {
	const large = { path: "large", oldText: null, newText: "x".repeat(300_000) };
	const small = { path: "small", oldText: null, newText: "y" };
	const { changes, size } = shrinkChanges([large, small], asItIs, 1_000_000);
	expect(changes).toEqual([{ path: "large", oldText: null, newText: "", omitted: true }, small]);
	expect(size).toBe(1);
	expect(shrinkChanges([small], asItIs, 0).changes[0]?.omitted).toBe(true);
});

test("blots secrets out of paths and texts", () => {
	const blot = (text: string) => text.replaceAll("secret", "[redacted]");
	const { changes } = shrinkChanges([{ path: "secret.txt", oldText: "a secret", newText: "secret" }], blot, 1_000);
	expect(JSON.stringify(changes)).not.toContain("secret");
});
