import { describe, expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { listActivity } from "../../../server/inbox/list-activity.ts";
import {
	changeRule,
	createRule,
	listRules,
	type NewRule,
	revokeRule,
	standingRules,
} from "../../../server/policy/rules.ts";
import { tempDatabase } from "../../support/database.ts";

const NOW = new Date("2026-11-21T05:00:00.000Z");
const later = (days: number) => new Date(+NOW + days * 86_400_000);
const RULE: NewRule = {
	daemon: "code-developer",
	item: "US-1",
	agent: "claude",
	decision: "allow",
	pattern: "execute:npm test",
	ticket: "Q-1",
	expiresAt: later(7),
};
const ids = (rules: { id: number }[]) => rules.map(({ id }) => id);

describe("a rule", () => {
	test("is made once for each answer, and told in the activity feed", async () => {
		const db = await tempDatabase();
		const [one, again] = [await createRule(db, RULE), await createRule(db, { ...RULE, pattern: "execute:rm" })];
		expect(one).toMatchObject({ id: "R-1", pattern: "execute:npm test", uses: 0, revokedAt: null, answered: [] });
		expect(again).toEqual(one);
		const feed = await listActivity(db, { limit: 10 });
		expect(feed.map(({ title, ticket, task }) => [title, ticket, task])).toEqual([
			["Made R-1: execute:npm test is allowed for US-1 until 2026-11-28 05:00 UTC", "Q-1", "US-1"],
		]);
	});

	test("made by many at once is one", async () => {
		const db = await tempDatabase();
		const made = await Promise.all(Array.from({ length: 8 }, () => createRule(db, RULE)));
		expect(new Set(made.map(({ id }) => id))).toEqual(new Set(["R-1"]));
		expect(await listRules(db, { all: true })).toHaveLength(1);
	});

	test("counts until it expires or is revoked, for its developer alone", async () => {
		const db = await tempDatabase();
		await createRule(db, RULE);
		await createRule(db, { ...RULE, ticket: "Q-2", expiresAt: null });
		await createRule(db, { ...RULE, ticket: "Q-3", daemon: "another" });
		expect(ids(await standingRules(db, "code-developer", NOW))).toEqual([1, 2]);
		expect(ids(await standingRules(db, "code-developer", later(7)))).toEqual([2]);
		await revokeRule(db, "r-2");
		expect(ids(await standingRules(db, "code-developer", NOW))).toEqual([1]);
		expect((await listRules(db, { now: later(8) })).map(({ id }) => id)).toEqual([]);
		expect((await listRules(db, { all: true, now: later(8) })).map(({ id }) => id)).toEqual(["R-3", "R-2", "R-1"]);
	});

	test("can be changed: its end, its pattern, its note; what is left out stays", async () => {
		const db = await tempDatabase();
		await createRule(db, RULE);
		expect(
			await changeRule(db, "R-1", { expiresAt: later(1).toISOString(), note: " for the night " }, NOW),
		).toMatchObject({
			expiresAt: "2026-11-22T05:00:00.000Z",
			note: "for the night",
			pattern: "execute:npm test",
		});
		expect(await changeRule(db, "R-1", { pattern: "execute:npm test*", note: "" }, NOW)).toMatchObject({
			expiresAt: "2026-11-22T05:00:00.000Z",
			note: null,
			pattern: "execute:npm test*",
		});
		expect((await changeRule(db, "R-1", { expiresAt: null }, NOW)).expiresAt).toBeNull();
	});

	test.each([
		[{ pattern: "execute" }, "invalid-rule", /every command/],
		[{ pattern: "nonsense" }, "invalid-rule", /kind of tool call/],
		[{ pattern: " " }, "invalid-rule", /pattern/],
		[{ expiresAt: NOW.toISOString() }, "invalid-rule", /in the future/],
		[{ expiresAt: "tomorrow" }, "invalid-rule", /time like/],
		[{ decision: "deny" } as object, "invalid-rule", /decision/],
	])("is not changed by %j", async (change, code, why) => {
		const db = await tempDatabase();
		const before = await createRule(db, RULE);
		const error = await changeRule(db, "R-1", change, NOW).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(NightshiftError);
		expect(error).toMatchObject({ code, message: expect.stringMatching(why) });
		expect(await listRules(db, { now: NOW })).toEqual([before]);
	});

	test("that was revoked stays so, also for the answer that made it", async () => {
		const db = await tempDatabase();
		await createRule(db, RULE);
		const revoked = await revokeRule(db, "R-1");
		expect(await revokeRule(db, "R-1")).toEqual(revoked);
		await expect(changeRule(db, "R-1", { expiresAt: null })).rejects.toMatchObject({ code: "version-conflict" });
		expect((await createRule(db, RULE)).revokedAt).toBe(revoked.revokedAt);
		for (const id of ["R-9", "R-0", "3", "R-99999999999", "Q-1"]) {
			await expect(revokeRule(db, id)).rejects.toMatchObject({ code: "not-found" });
		}
	});
});
