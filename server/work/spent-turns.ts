import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { sqlTime } from "./sql-time.ts";

/** What a turn took. Times are unix milliseconds; one that still runs goes up to now. */
export interface TurnRow {
	run: number;
	from: number;
	to: number;
	activeMs: number;
	inputTokens: number;
	outputTokens: number;
	cost: number;
	currency: string | null;
}

/**
 * What the turns of a daemon took that were, at least in part, between two moments.
 * @param from unix milliseconds, as `to`
 * @throws NightshiftError `database-unavailable`
 */
export async function readTurns(db: Database, daemon: string, from: number, to: number): Promise<TurnRow[]> {
	const now = Date.now();
	const rows = await db.read((prisma) => prisma.$queryRaw<FoundTurn[]>(turnsBetween(daemon, from, to)));
	const lengths = await turnLengths(db, [...new Set(rows.map(({ runId }) => Number(runId)))], now);
	return rows.map((row) => {
		const run = Number(row.runId);
		const begin = Date.parse(row.startedAt);
		const end = Math.max(begin, row.endedAt === null ? now : Date.parse(row.endedAt));
		const whole = lengths.get(run) ?? 0;
		return {
			run,
			from: begin,
			to: end,
			// The record has the active time of the run: each turn's share of it is by its length.
			activeMs: whole > 0 ? (Number(row.activeMs) * (end - begin)) / whole : 0,
			inputTokens: Number(row.inputTokens ?? 0),
			outputTokens: Number(row.outputTokens ?? 0),
			cost: row.cost ?? 0,
			currency: row.currency,
		};
	});
}

interface FoundTurn {
	runId: number | bigint;
	startedAt: string;
	endedAt: string | null;
	inputTokens: number | bigint | null;
	outputTokens: number | bigint | null;
	cost: number | null;
	currency: string | null;
	activeMs: number | bigint;
}

/**
 * The query for them: from an index that has all that is asked for, because in the table it stands after their long
 * texts.
 */
export function turnsBetween(daemon: string, from: number, to: number): Prisma.Sql {
	const found = Prisma.sql`
		SELECT t."runId", t."startedAt", t."endedAt", t."inputTokens", t."outputTokens", t."cost", t."currency", r."activeMs"
		FROM "Turn" t INDEXED BY "Turn_by_time_idx" CROSS JOIN "Run" r ON r."id" = t."runId"
		WHERE r."daemon" = ${daemon} AND t."startedAt" < ${sqlTime(to)}`;
	return Prisma.sql`
		${found} AND t."endedAt" IS NULL UNION ALL ${found} AND t."endedAt" >= ${sqlTime(from)}`;
}

/** How long all turns of each run were, in ms. */
async function turnLengths(db: Database, runs: readonly number[], now: number): Promise<Map<number, number>> {
	const rows = await db.read((prisma) =>
		prisma.$queryRaw<{ run: number | bigint; length: number }[]>(lengthsOf(runs, now)),
	);
	return new Map(rows.map(({ run, length }) => [Number(run), length]));
}

/** Likewise from an index alone. */
export function lengthsOf(runs: readonly number[], now: number): Prisma.Sql {
	return Prisma.sql`
		SELECT "runId" AS "run",
			sum(julianday(coalesce("endedAt", ${sqlTime(now)})) - julianday("startedAt")) * 86400000.0 AS "length"
		FROM "Turn" INDEXED BY "Turn_runId_startedAt_endedAt_idx"
		WHERE "runId" IN (SELECT "value" FROM json_each(${JSON.stringify(runs)})) GROUP BY "runId"`;
}
