import { describe, expect, test } from "vitest";
import { foldActivity } from "../../../app/_features/overview/fold-activity.ts";
import type { ActivityEntry } from "../../../server/contract/activity.ts";

const NONE = { task: null, ticket: null, detail: null, outcome: null } as const;
type Said = Partial<ActivityEntry> & { title: string };

const START: Said = { title: "Started" };
const END: Said = { title: "It exited with 3", kind: "problem", outcome: "failed" };

/** Entries in the order in which they happened, a second apart, as the feed has them: newest first. */
function feed(...said: Said[]): ActivityEntry[] {
	return said
		.map((one, index): ActivityEntry => {
			const at = new Date(Date.UTC(2026, 10, 21, 8, 0, index)).toISOString();
			return { id: index + 1, at, daemon: "bot", kind: "daemon", ...NONE, ...one };
		})
		.reverse();
}

/** Each line in short, newest first: `bot Started x3`. */
function lines(...said: Said[]): string[] {
	return foldActivity(feed(...said)).map(({ entry, times }) => `${entry.daemon} ${entry.title} x${times}`);
}

describe("the activity feed", () => {
	test("shows a crash loop as two lines, wherever in it one looks", () => {
		expect(lines(START, END, START, END, START, END)).toEqual(["bot It exited with 3 x3", "bot Started x3"]);
		expect(lines(START, END, START, END, START)).toEqual(["bot Started x3", "bot It exited with 3 x2"]);
	});

	test("keeps the newest of a line and knows the oldest", () => {
		const entries = feed(START, END, START, END);
		expect(foldActivity(entries)).toEqual([
			{ entry: entries[0], times: 2, oldest: entries[2] },
			{ entry: entries[1], times: 2, oldest: entries[3] },
		]);
	});

	test("shows that it gave up above the loop that led to it", () => {
		const gaveUp: Said = { title: "Gave up", kind: "problem", outcome: "failed" };
		expect(lines(START, END, START, END, START, gaveUp)).toEqual([
			"bot Gave up x1",
			"bot Started x3",
			"bot It exited with 3 x2",
		]);
	});

	test("folds the loops of two daemons at the same time, each by itself", () => {
		const other = (one: Said): Said => ({ ...one, daemon: "other" });
		expect(lines(START, other(START), END, other(END), START, END, other(START), other(END))).toEqual([
			"other It exited with 3 x2",
			"other Started x2",
			"bot It exited with 3 x2",
			"bot Started x2",
		]);
	});

	test("folds nothing across what the daemon did in between", () => {
		const task: Said = { title: "US-1 done", kind: "task" };
		expect(lines(START, END, task, START, END)).toHaveLength(5);
		expect(lines(START, END, { ...END, title: "It exited with 4" }, START)).toHaveLength(4);
	});

	test("folds no messages, tool calls or entries without a daemon", () => {
		const tool: Said = { title: "npm test", kind: "tool", outcome: "ok" };
		expect(lines(tool, tool, { ...tool, kind: "message" }, { ...tool, kind: "message" })).toHaveLength(4);
		expect(lines({ ...END, daemon: null }, { ...END, daemon: null })).toHaveLength(2);
	});

	test("folds no two starts that are more than an hour apart", () => {
		expect(
			lines({ ...START, at: "2026-11-21T05:00:00.000Z" }, { ...START, at: "2026-11-21T07:00:00.000Z" }),
		).toHaveLength(2);
	});

	test("changes none of the entries", () => {
		const entries = feed(START, END, START, END);
		const before = structuredClone(entries);
		foldActivity(entries);
		expect(entries).toEqual(before);
	});
});
