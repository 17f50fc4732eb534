import type { Prisma } from "../db/generated/client.ts";
import type { End } from "./end.ts";
import type { Start } from "./state-tracker.ts";

/** Writes starts. One that is known, because a former dashboard saw it too, stays one. */
export async function writeStarts(
	transaction: Prisma.TransactionClient,
	starts: ReadonlyMap<number, readonly Start[]>,
): Promise<void> {
	const rows = [...starts].flatMap(([daemon, some]) =>
		some.map(({ at, automatic, count }) => [daemon, at, Number(automatic), count]),
	);
	if (rows.length === 0) return;
	await transaction.$executeRaw`
		INSERT OR IGNORE INTO "HistoryStart" ("daemon", "at", "automatic", "count")
		SELECT "value"->>0, "value"->>1, "value"->>2, "value"->>3 FROM json_each(${JSON.stringify(rows)})`;
}

/** Writes ends. An instance ends once, however often it is told. */
export async function writeEnds(
	transaction: Prisma.TransactionClient,
	ends: ReadonlyMap<number, readonly End[]>,
): Promise<void> {
	const rows = [...ends].flatMap(([daemon, some]) => some.map((end) => rowOf(daemon, end)));
	if (rows.length === 0) return;
	await transaction.$executeRaw`
		INSERT OR IGNORE INTO "HistoryEnd"
			("daemon", "at", "count", "cause", "asked", "instance", "code", "signal", "forced", "ranMs", "decision")
		SELECT "value"->>0, "value"->>1, "value"->>2, "value"->>3, "value"->>4, "value"->>5, "value"->>6, "value"->>7,
			"value"->>8, "value"->>9, "value"->>10 FROM json_each(${JSON.stringify(rows)})`;
}

/** Writes ends that the supervisor remembers, unless this or a later one is written down. */
export async function writeMissedEnds(
	transaction: Prisma.TransactionClient,
	ends: ReadonlyMap<number, End>,
): Promise<void> {
	const newest = await transaction.$queryRaw<{ daemon: bigint; at: bigint }[]>`
		SELECT "daemon", max("at") AS "at" FROM "HistoryEnd"
		WHERE "daemon" IN (SELECT "value" FROM json_each(${JSON.stringify([...ends.keys()])})) GROUP BY "daemon"`;
	const known = new Map(newest.map(({ daemon, at }) => [Number(daemon), Number(at)]));
	const missed = [...ends].filter(([daemon, { at }]) => at > (known.get(daemon) ?? 0));
	await writeEnds(transaction, new Map(missed.map(([daemon, end]) => [daemon, [end]])));
}

function rowOf(daemon: number, end: End): (string | number | null)[] {
	const { at, count, cause, asked, instance, code, signal, forced, ranMs, decision } = end;
	return [
		daemon,
		at,
		count,
		cause,
		Number(asked),
		instance,
		code,
		signal,
		forced === null ? null : Number(forced),
		ranMs,
		decision,
	];
}
