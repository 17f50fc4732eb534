import { METRICS } from "../contract/history.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { mayGoOn } from "./steps.ts";
import { KEEP_STATES_MS, TIERS } from "./tiers.ts";

/** Rows of one kind that are removed in one transaction, at most: others write the same database. */
const CHUNK = 500;
/** What claims to be of later than this was written while the clock was wrong. */
const FUTURE_MS = 24 * 60 * 60 * 1_000;

type Transaction = Prisma.TransactionClient;

/**
 * Removes what is older than it is kept, and what is of the future, a chunk at a time.
 *
 * @param now unix milliseconds
 * @param stop ends it between two chunks
 */
export async function prune(database: Database, now: number, stop?: AbortSignal): Promise<void> {
	for (const daemon of await allDaemons(database)) {
		let removed = CHUNK;
		while (removed >= CHUNK && (await mayGoOn(stop))) {
			removed = await database.write(async (transaction) =>
				Math.max(await prunePoints(transaction, daemon, now), await pruneStates(transaction, daemon, now)),
			);
		}
	}
	await forgetEmpty(database);
}

export async function allDaemons(database: Database): Promise<number[]> {
	const rows = await database.read((prisma) => prisma.$queryRaw<{ id: bigint }[]>`SELECT "id" FROM "HistoryDaemon"`);
	return rows.map(({ id }) => Number(id));
}

/** @returns the most rows that were removed of any kind */
async function prunePoints(transaction: Transaction, daemon: number, now: number): Promise<number> {
	const future = Math.floor((now + FUTURE_MS) / 1_000);
	let most = 0;
	for (const metric of METRICS.keys()) {
		for (const { seconds, keepSeconds } of TIERS) {
			const old = Math.floor(now / 1_000) - keepSeconds;
			// One statement for each end: either is found by the key, both at once would be looked for row by row.
			const removed = await transaction.$executeRaw`
				DELETE FROM "HistoryPoint" WHERE ("daemon", "metric", "resolution", "at") IN (
					SELECT "daemon", "metric", "resolution", "at" FROM "HistoryPoint"
					WHERE "daemon" = ${daemon} AND "metric" = ${metric} AND "resolution" = ${seconds} AND "at" < ${old}
					LIMIT ${CHUNK})`;
			const unreal = await transaction.$executeRaw`
				DELETE FROM "HistoryPoint" WHERE ("daemon", "metric", "resolution", "at") IN (
					SELECT "daemon", "metric", "resolution", "at" FROM "HistoryPoint"
					WHERE "daemon" = ${daemon} AND "metric" = ${metric} AND "resolution" = ${seconds} AND "at" > ${future}
					LIMIT ${CHUNK})`;
			most = Math.max(most, removed, unreal);
		}
	}
	return most;
}

async function pruneStates(transaction: Transaction, daemon: number, now: number): Promise<number> {
	const old = now - KEEP_STATES_MS;
	const future = now + FUTURE_MS;
	const removed = [
		// By both ends: the stretch that goes on today may have begun years ago.
		await transaction.$executeRaw`
			DELETE FROM "HistorySpan" WHERE ("daemon", "from") IN (
				SELECT "daemon", "from" FROM "HistorySpan"
				WHERE "daemon" = ${daemon} AND "from" < ${old} AND "to" < ${old} LIMIT ${CHUNK})`,
		await transaction.$executeRaw`
			DELETE FROM "HistorySpan" WHERE ("daemon", "from") IN (
				SELECT "daemon", "from" FROM "HistorySpan" WHERE "daemon" = ${daemon} AND "from" > ${future} LIMIT ${CHUNK})`,
		await transaction.$executeRaw`
			DELETE FROM "HistoryStart" WHERE ("daemon", "at") IN (
				SELECT "daemon", "at" FROM "HistoryStart" WHERE "daemon" = ${daemon} AND "at" < ${old} LIMIT ${CHUNK})`,
		await transaction.$executeRaw`
			DELETE FROM "HistoryStart" WHERE ("daemon", "at") IN (
				SELECT "daemon", "at" FROM "HistoryStart" WHERE "daemon" = ${daemon} AND "at" > ${future} LIMIT ${CHUNK})`,
		await transaction.$executeRaw`
			DELETE FROM "HistoryEnd" WHERE "id" IN (
				SELECT "id" FROM "HistoryEnd" WHERE "daemon" = ${daemon} AND "at" < ${old} LIMIT ${CHUNK})`,
		await transaction.$executeRaw`
			DELETE FROM "HistoryEnd" WHERE "id" IN (
				SELECT "id" FROM "HistoryEnd" WHERE "daemon" = ${daemon} AND "at" > ${future} LIMIT ${CHUNK})`,
	];
	return Math.max(...removed);
}

/** A daemon of which nothing is left has no history any more. */
async function forgetEmpty(database: Database): Promise<void> {
	await database.write(
		(transaction) => transaction.$executeRaw`
			DELETE FROM "HistoryDaemon" WHERE
				NOT EXISTS (SELECT 1 FROM "HistorySpan" WHERE "daemon" = "HistoryDaemon"."id")
				AND NOT EXISTS (SELECT 1 FROM "HistoryPoint" WHERE "daemon" = "HistoryDaemon"."id")
				AND NOT EXISTS (SELECT 1 FROM "HistoryStart" WHERE "daemon" = "HistoryDaemon"."id")
				AND NOT EXISTS (SELECT 1 FROM "HistoryEnd" WHERE "daemon" = "HistoryDaemon"."id")`,
	);
}
