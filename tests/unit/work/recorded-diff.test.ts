import { expect, test } from "vitest";
import { hunksOf, recordedDiff } from "../../../server/work/diff/recorded-diff.ts";

const change = (path: string) => ({ path, oldText: "a\n", newText: "b\n" });

test("others get their turn between two comparisons", async () => {
	let turns = 0;
	let isDone = false;
	const others = () => {
		turns++;
		if (!isDone) setImmediate(others);
	};
	setImmediate(others);
	const files = await recordedDiff([change("a.ts"), change("a.ts"), change("b.ts")]);
	isDone = true;
	expect(files.map(({ path, added, removed }) => [path, added, removed])).toEqual([
		["a.ts", 2, 2],
		["b.ts", 1, 1],
	]);
	expect(turns).toBeGreaterThanOrEqual(2);
});

test("what comparing takes is taken off its time, and without time nothing is compared", async () => {
	const time = { leftMs: 1_000 };
	expect(await hunksOf(change("a.ts"), time)).toEqual({ lines: ["@@ -1,1 +1,1 @@", "-a", "+b"] });
	expect(time.leftMs).toBeLessThan(1_000);
	expect(await hunksOf(change("a.ts"), { leftMs: 0 })).toBeNull();
});
