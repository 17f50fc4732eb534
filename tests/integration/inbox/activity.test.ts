import { expect, test } from "vitest";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import { recordActivity } from "../../../server/inbox/record-activity.ts";
import { tempDatabase } from "../../support/database.ts";

test("entries are kept in order and followed by id", async () => {
	const db = await tempDatabase();
	for (let number = 1; number <= 5; number++) {
		await recordActivity(db, { kind: "task", title: `${number}`, daemon: number % 2 ? "odd" : "even" });
	}
	const titles = async (filter?: Parameters<typeof listActivity>[1]) =>
		(await listActivity(db, filter)).map(({ title }) => title);
	expect(await titles()).toEqual(["1", "2", "3", "4", "5"]);
	expect(await titles({ limit: 2 })).toEqual(["4", "5"]);
	expect(await titles({ afterId: 2, limit: 2 })).toEqual(["3", "4"]);
	expect(await titles({ afterId: 0, daemon: "odd" })).toEqual(["1", "3", "5"]);
	expect(await titles({ afterId: 5 })).toEqual([]);
});

test("an entry has the time it was given, and is cut rather than refused", async () => {
	const db = await tempDatabase();
	const at = "2026-11-21T10:00:00.123Z";
	const entry = await recordActivity(db, {
		kind: "tool",
		title: `first line\nsecond ${"x".repeat(10_000)}`,
		detail: `${"y".repeat(19_998)}\ud83d\ude00${"z".repeat(100_000)}`,
		at,
		task: "US-1",
		ticket: "Q-1",
		outcome: "failed",
	});
	expect(entry).toMatchObject({
		id: 1,
		at,
		kind: "tool",
		task: "US-1",
		ticket: "Q-1",
		outcome: "failed",
		daemon: null,
	});
	expect(entry.title).toMatch(/^first line second x+…$/);
	expect(entry.title).toHaveLength(500);
	expect(entry.detail).toBe(`${"y".repeat(19_998)}…`);
	expect(await listActivity(db)).toEqual([entry]);
});
