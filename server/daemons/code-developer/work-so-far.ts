import { LEFT_OUT } from "../../contract/record.ts";
import type { Check } from "../../db/generated/client.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** What the agent said last about a run; null when it said nothing. */
export async function lastReply({ db, persist }: Shop, { id }: Run): Promise<string | null> {
	const where = { runId: id, reply: { not: "" } };
	const turn = await persist(() => db.read((prisma) => prisma.turn.findFirst({ where, orderBy: { number: "desc" } })));
	return turn?.reply.trim() || null;
}

/** How each check of a run went the last time it was run, in the order of their first run. */
export async function lastChecks({ db, persist }: Shop, { id }: Run): Promise<Check[]> {
	const rows = await persist(() =>
		db.read((prisma) => prisma.check.findMany({ where: { runId: id }, orderBy: { id: "asc" } })),
	);
	return [...new Map(rows.map((row) => [row.command, row])).values()];
}

/** Checks that succeeded or were left out since the agent worked last: they are not run, or asked about, again. */
export async function settledChecks(shop: Shop, run: Run): Promise<Set<string>> {
	const { db, persist } = shop;
	const where = { runId: run.id, endedAt: { not: null } };
	const turn = await persist(() => db.read((prisma) => prisma.turn.findFirst({ where, orderBy: { number: "desc" } })));
	const since = turn?.endedAt?.getTime() ?? 0;
	const settled = (await lastChecks(shop, run)).filter(
		({ ok, how, endedAt }) => (ok || how === LEFT_OUT) && endedAt.getTime() >= since,
	);
	return new Set(settled.map(({ command }) => command));
}

/** The commands that succeeded. */
export async function passedChecks(shop: Shop, run: Run): Promise<string[]> {
	return (await lastChecks(shop, run)).filter(({ ok }) => ok).map(({ command }) => command);
}
