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

/** The commands that succeeded. */
export async function passedChecks(shop: Shop, run: Run): Promise<string[]> {
	return (await lastChecks(shop, run)).filter(({ ok }) => ok).map(({ command }) => command);
}
