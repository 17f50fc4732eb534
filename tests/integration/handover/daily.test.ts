import { expect, test } from "vitest";
import type { PersonConfig } from "../../../server/config/types.ts";
import { lastDue } from "../../../server/handover/due.ts";
import { tellDailyHandover } from "../../../server/handover/tell-daily.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import type { Telling } from "../../../server/notify/message.ts";
import { tempDatabase } from "../../support/database.ts";

const NOBODY = { daemons: [], problems: [] };
const BERLIN: Pick<PersonConfig, "digest" | "timeZone"> = { digest: [9 * 60], timeZone: "Europe/Berlin" };
const at = (text: string) => new Date(text);

test.each([
	["before the time of today it is yesterday's", "2026-11-21T07:59:00Z", "2026-11-20T08:00:00Z"],
	["from the time on it is today's", "2026-11-21T08:00:00Z", "2026-11-21T08:00:00Z"],
	["the clocks went back in the night", "2026-10-25T09:00:00Z", "2026-10-25T08:00:00Z"],
	["before they did", "2026-10-24T09:00:00Z", "2026-10-24T07:00:00Z"],
])("a handover is due at the first digest: %s", (_, now, due) => {
	expect(lastDue(at(now), BERLIN)).toEqual(at(due));
});

test("without a digest it is due at eight", () => {
	expect(lastDue(at("2026-11-21T12:00:00Z"), { digest: [], timeZone: "UTC" })).toEqual(at("2026-11-21T08:00:00Z"));
});

test("each day is told once, of all since the last, and never the first", async () => {
	const db = await tempDatabase();
	const told: Telling[] = [];
	const outbox = { tell: async (telling: Telling) => told.push(telling) };
	const look = (now: string) => tellDailyHandover(db, outbox, NOBODY, at(now));
	await db.write(({ setting }) =>
		setting.create({ data: { key: "person", value: { name: null, hours: [], undoMs: 0, ...BERLIN } } }),
	);
	await askQuestion(db, { title: "Which colour?" });

	expect(await look("2026-11-20T12:00:00Z")).toBe(false);
	expect(await look("2026-11-21T07:59:59Z")).toBe(false);
	expect(await look("2026-11-21T08:00:30Z")).toBe(true);
	expect(await look("2026-11-21T08:01:00Z")).toBe(false);
	expect(told).toHaveLength(1);
	expect(told[0]).toMatchObject({ event: "handover", key: "handover:2026-11-21T08:00:00.000Z", link: "/handover" });
	expect(told[0]?.title).toBe("Handover: 0 done, 1 waiting for you");
	expect(told[0]?.text).toContain("Q-1 Which colour?");

	// A dashboard that was away at the time tells it when it is back.
	expect(await look("2026-11-23T15:00:00Z")).toBe(true);
	expect(told[1]?.key).toBe("handover:2026-11-23T08:00:00.000Z");
});

test("a day on which nothing was is not told", async () => {
	const db = await tempDatabase();
	const outbox = { tell: () => Promise.reject(new Error("it was told")) };
	await tellDailyHandover(db, outbox, NOBODY, at("2026-11-20T12:00:00Z"));
	expect(await tellDailyHandover(db, outbox, NOBODY, at("2026-11-21T23:00:00Z"))).toBe(false);
});

test("one that was written and not remembered keeps its key, so that it is not told again", async () => {
	const db = await tempDatabase();
	const keys: string[] = [];
	const outbox = {
		tell: async ({ key }: Telling) => {
			keys.push(key);
			if (keys.length === 1) throw new Error("killed after the write");
			return 0;
		},
	};
	await askQuestion(db, { title: "Which colour?" });
	await tellDailyHandover(db, outbox, NOBODY, at("2026-11-20T12:00:00Z"));
	await expect(tellDailyHandover(db, outbox, NOBODY, at("2026-11-21T23:00:00Z"))).rejects.toThrow("killed");
	expect(await tellDailyHandover(db, outbox, NOBODY, at("2026-11-21T23:01:00Z"))).toBe(true);
	expect(new Set(keys).size).toBe(1);
});
