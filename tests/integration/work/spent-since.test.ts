import { expect, test } from "vitest";
import { spentSince } from "../../../server/work/spent-since.ts";
import { tempDatabase } from "../../support/database.ts";
import { createRun, createTurn } from "../../support/runs.ts";

const HOUR = 3_600_000;
const owner = { daemon: "code-developer", workspace: "/srv/app" };
const midnight = new Date("2026-11-21T00:00:00Z");
const at = (hours: number) => new Date(midnight.getTime() + hours * HOUR);

test("adds up what was used since then, by this daemon in this workspace alone", async () => {
	const db = await tempDatabase();
	const used = { inputTokens: 100, outputTokens: 10, cost: 0.5, currency: "USD" };
	const today = await createRun(db, { activeMs: 5_000, startedAt: at(1) });
	await createTurn(db, today.id, { startedAt: at(1), endedAt: at(2), ...used });
	const yesterday = await createRun(db, { activeMs: 7_000, startedAt: at(-5), endedAt: at(-3) });
	await createTurn(db, yesterday.id, { startedAt: at(-5), endedAt: at(-4), ...used });
	const elsewhere = await createRun(db, { activeMs: 9_000, startedAt: at(1), workspace: "/srv/other" });
	await createTurn(db, elsewhere.id, { startedAt: at(1), endedAt: at(2), ...used });
	expect(await spentSince(db, owner, midnight)).toEqual({ timeMs: 5_000, tokens: 110, cost: 0.5 });
});

test("shares out the time of a run that began before", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db, { activeMs: 8_000, startedAt: at(-3) });
	await createTurn(db, id, { number: 1, startedAt: at(-3), endedAt: at(-1), inputTokens: 1, outputTokens: 1, cost: 1 });
	await createTurn(db, id, { number: 2, startedAt: at(-1), endedAt: at(1), inputTokens: 10, outputTokens: 5, cost: 2 });
	const spent = await spentSince(db, owner, midnight);
	expect(spent.timeMs).toBeCloseTo(2_000, -1);
	expect(spent).toMatchObject({ tokens: 15, cost: 2 });
});

test("counts a turn that still runs, and nothing where there is nothing", async () => {
	const db = await tempDatabase();
	expect(await spentSince(db, owner, midnight)).toEqual({ timeMs: 0, tokens: 0, cost: 0 });
	const now = Date.now();
	const { id } = await createRun(db, { activeMs: 1_000, startedAt: new Date(now - 2_000) });
	await createTurn(db, id, { startedAt: new Date(now - 2_000), cost: 0.25 });
	expect(await spentSince(db, owner, new Date(now - HOUR))).toEqual({ timeMs: 1_000, tokens: 0, cost: 0.25 });
});
