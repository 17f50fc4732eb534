import type { Prisma } from "../db/generated/client.ts";
import { type Span, sameState } from "./span.ts";
import type { Survival } from "./state-tracker.ts";

type Row = Omit<Span, "from" | "to"> & { from: bigint; to: bigint };

/**
 * Goes on with the last span of each daemon, where the given one begins just where that ends and says the same: what
 * happens nearly always, for all daemons in one statement.
 *
 * @returns the daemons for which that was so
 */
export async function extendSpans(
	transaction: Prisma.TransactionClient,
	spans: ReadonlyMap<number, Span>,
): Promise<Set<number>> {
	const rows = [...spans].map(([daemon, one]) => [daemon, one.from, one.to, one.desired, one.phase, one.health]);
	if (rows.length === 0) return new Set();
	const extended = await transaction.$queryRaw<{ daemon: bigint }[]>`
		UPDATE "HistorySpan" SET "to" = "next"."value"->>2
		FROM json_each(${JSON.stringify(rows)}) AS "next"
		WHERE "HistorySpan"."daemon" = "next"."value"->>0
			AND "HistorySpan"."from" = (SELECT max("from") FROM "HistorySpan" WHERE "daemon" = "next"."value"->>0)
			AND "HistorySpan"."to" = "next"."value"->>1
			AND "desired" = "next"."value"->>3 AND "phase" = "next"."value"->>4 AND "health" = "next"."value"->>5
		RETURNING "HistorySpan"."daemon" AS "daemon"`;
	return new Set(extended.map(({ daemon }) => Number(daemon)));
}

/**
 * Says what was from `span.from` to `span.to`, in place of all that was said of that time before; what goes on from the
 * span before it becomes one with that. Spans never overlap.
 */
export async function writeSpan(transaction: Prisma.TransactionClient, daemon: number, span: Span): Promise<void> {
	const before = await clear(transaction, daemon, span);
	if (before && before.to === span.from && sameState(before, span)) {
		await transaction.$executeRaw`
			UPDATE "HistorySpan" SET "to" = ${span.to} WHERE "daemon" = ${daemon} AND "from" = ${before.from}`;
	} else await insert(transaction, daemon, span);
}

/** Writes that a process was alive, from where its daemon's last span before `until` ends, as far as it was. */
export async function writeSurvival(
	transaction: Prisma.TransactionClient,
	daemon: number,
	{ since, until, desired }: Survival,
): Promise<void> {
	const [last] = await transaction.$queryRaw<{ to: bigint }[]>`
		SELECT "to" FROM "HistorySpan" WHERE "daemon" = ${daemon} AND "from" < ${until} ORDER BY "from" DESC LIMIT 1`;
	const from = Math.max(since, Number(last?.to ?? 0));
	if (from >= until) return;
	await writeSpan(transaction, daemon, { from, to: until, desired, phase: "running", health: "unknown" });
}

/** Removes what is said of a stretch of time, and cuts what reaches into it. Returns the span that begins before it. */
export async function clear(
	transaction: Prisma.TransactionClient,
	daemon: number,
	{ from, to }: { from: number; to: number },
): Promise<Span | null> {
	const within = await transaction.$queryRaw<Row[]>`
		DELETE FROM "HistorySpan" WHERE "daemon" = ${daemon} AND "from" >= ${from} AND "from" < ${to}
		RETURNING "from", "to", "desired", "phase", "health"`;
	const [row] = await transaction.$queryRaw<Row[]>`
		SELECT "from", "to", "desired", "phase", "health" FROM "HistorySpan"
		WHERE "daemon" = ${daemon} AND "from" < ${from} ORDER BY "from" DESC LIMIT 1`;
	const before = row ? spanOf(row) : null;
	for (const one of [...within.map(spanOf), ...(before ? [before] : [])]) {
		if (one.to > to) await insert(transaction, daemon, { ...one, from: to });
	}
	if (!before || before.to <= from) return before;
	await transaction.$executeRaw`
		UPDATE "HistorySpan" SET "to" = ${from} WHERE "daemon" = ${daemon} AND "from" = ${before.from}`;
	return { ...before, to: from };
}

export async function insert(transaction: Prisma.TransactionClient, daemon: number, span: Span): Promise<void> {
	await transaction.$executeRaw`
		INSERT INTO "HistorySpan" ("daemon", "from", "to", "desired", "phase", "health")
		VALUES (${daemon}, ${span.from}, ${span.to}, ${span.desired}, ${span.phase}, ${span.health})`;
}

function spanOf({ from, to, desired, phase, health }: Row): Span {
	return { from: Number(from), to: Number(to), desired, phase, health };
}
