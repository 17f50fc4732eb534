import type { Database } from "../db/open.ts";
import { sqlTime } from "./sql-time.ts";

interface Row {
	activeMs: number | bigint;
	/** Milliseconds of the run's turns, and of those the part since then: both with the time spent waiting. */
	whole: number | null;
	part: number | null;
	tokens: number | bigint | null;
	cost: number | null;
}

/**
 * What the runs of a daemon in a workspace have used since a moment: milliseconds of an agent's work, tokens in and out,
 * and money in the agents' currency. Tokens and cost of a turn count when it ends, or while it runs. The record has the
 * active time of runs, not of their turns: that of a run which began before the moment is shared out by how long its
 * turns were before and after.
 *
 * @throws NightshiftError `database-unavailable`
 */
export async function spentSince(
	db: Database,
	{ daemon, workspace }: { daemon: string; workspace: string },
	since: Date,
): Promise<{ timeMs: number; tokens: number; cost: number }> {
	const from = sqlTime(since);
	const now = sqlTime(Date.now());
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<Row[]>`
			SELECT "Run"."activeMs",
				sum((julianday(coalesce("Turn"."endedAt", ${now})) - julianday("Turn"."startedAt")) * 86400000.0) AS "whole",
				sum(max(0, julianday(coalesce("Turn"."endedAt", ${now}))
					- julianday(max("Turn"."startedAt", ${from}))) * 86400000.0) AS "part",
				sum(CASE WHEN coalesce("Turn"."endedAt", ${now}) >= ${from}
					THEN coalesce("Turn"."inputTokens", 0) + coalesce("Turn"."outputTokens", 0) END) AS "tokens",
				sum(CASE WHEN coalesce("Turn"."endedAt", ${now}) >= ${from} THEN "Turn"."cost" END) AS "cost"
			FROM "Run" JOIN "Turn" ON "Turn"."runId" = "Run"."id"
			WHERE "Run"."daemon" = ${daemon} AND "Run"."workspace" = ${workspace}
				AND ("Run"."endedAt" IS NULL OR "Run"."endedAt" >= ${from})
			GROUP BY "Run"."id"`,
	);
	const spent = { timeMs: 0, tokens: 0, cost: 0 };
	for (const { activeMs, whole, part, tokens, cost } of rows) {
		spent.timeMs += Math.round(Number(activeMs) * shareOf(part ?? 0, whole ?? 0));
		spent.tokens += Number(tokens ?? 0);
		spent.cost += cost ?? 0;
	}
	return spent;
}

function shareOf(part: number, whole: number): number {
	// Turns too short to be measured: they were after the moment, or before it.
	if (whole <= 0) return part >= whole ? 1 : 0;
	return Math.min(1, part / whole);
}
