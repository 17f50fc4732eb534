import { expect, test } from "vitest";
import { arrange, searched, withNewest } from "../../../app/_features/work/arrange.ts";
import { stepWords } from "../../../app/_features/work/kinds.ts";
import { activityPage, placeOf } from "../../../app/_features/work/paths.ts";
import type { TimelineEntry } from "../../../server/contract/record.ts";

let number = 0;
function entry(changes: Partial<TimelineEntry> = {}): TimelineEntry {
	return {
		key: `activity-${++number}`,
		at: "2026-11-21T12:00:00.000Z",
		kind: "message",
		daemon: "code-developer",
		item: "US-1",
		run: 1,
		ticket: null,
		title: "A message",
		detail: null,
		outcome: null,
		...changes,
	};
}
const step = (kind: string, changes: Partial<TimelineEntry> = {}) =>
	entry({
		kind: "tool",
		call: { id: 1, kind, status: "completed", command: null, changed: 0, endedAt: null },
		...changes,
	});

test("folds three steps in a row into a line, and leaves two as they are", () => {
	const [day] = arrange([step("edit"), step("edit"), step("execute"), entry(), step("edit"), step("edit")]);
	const lines = day?.groups[0]?.lines.map((line) => (line.steps === null ? line.entry.kind : line.steps.length));
	expect(lines).toEqual([3, "message", "tool", "tool"]);
});

test("a folded line is the same one while newer steps are added to it", () => {
	const older = [step("edit"), step("edit"), step("edit")];
	const key = (entries: TimelineEntry[]) => arrange(entries)[0]?.groups[0]?.lines[0]?.key;
	expect(key([step("read"), ...older])).toBe(key(older));
});

test("a group is the same one while newer entries come into it, and others before it", () => {
	const older = [entry(), entry({ run: 2 }), entry({ run: 3 })];
	const keys = (entries: TimelineEntry[]) => arrange(entries)[0]?.groups.map(({ key }) => key);
	const before = keys(older);
	expect(keys([entry(), ...older])).toEqual(before);
	expect(keys([entry({ run: 9 }), ...older])?.slice(1)).toEqual(before);
	expect(new Set(before).size).toBe(3);
});

test("groups by day and by what ran, in the order in which it happened", () => {
	const days = arrange([
		entry({ run: 2, item: "US-2" }),
		entry({ run: 1 }),
		entry({ run: 1 }),
		entry({ run: null, item: null, daemon: "my-bot", kind: "daemon" }),
		entry({ run: 1, at: "2026-11-18T12:00:00.000Z" }),
	]);
	expect(days.map(({ groups }) => groups.map(({ run, lines }) => [run, lines.length]))).toEqual([
		[
			[2, 1],
			[1, 2],
			[null, 1],
		],
		[[1, 1]],
	]);
});

test("says what the steps were", () => {
	expect(stepWords([step("execute"), step("edit"), step("edit"), step("dance")])).toBe("2 edits, 1 command, 1 other");
});

test("finds entries in which every word is", () => {
	const all = [entry({ title: "Run npm TEST" }), entry({ detail: "npm install" }), step("execute")];
	expect(searched(all, "npm test")).toEqual([all[0]]);
	expect(searched(all, "  ")).toEqual(all);
});

test("puts what is new in front of what is known, and starts anew where something is missing between", () => {
	const [a, b, c, d] = [entry(), entry(), entry(), entry()];
	expect(withNewest([b, c], [a, b])).toEqual({ entries: [a, b, c], gap: false });
	const changed = { ...b, title: "changed" };
	expect(withNewest([b, c], [a, changed])).toEqual({ entries: [a, changed, c], gap: false });
	expect(withNewest([c], [a, d])).toEqual({ entries: [a, d], gap: true });
});

test("an address says what is looked at, and nonsense in it nothing", () => {
	const place = { run: 7, tab: "diff", daemon: null, item: "US-1", only: "steps", search: "npm" } as const;
	expect(placeOf(new URL(activityPage(place), "http://x").searchParams)).toEqual(place);
	expect(placeOf(new URLSearchParams("run=-1&tab=x&only=all"))).toEqual({
		run: null,
		tab: "timeline",
		daemon: null,
		item: null,
		only: null,
		search: "",
	});
});
