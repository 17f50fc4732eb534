import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { thinEnds } from "./end.ts";
import { type EndRow, endOfRow } from "./end-row.ts";
import { allDaemons } from "./prune.ts";
import { readSpans } from "./read-spans.ts";
import { condense } from "./span.ts";
import type { Start } from "./state-tracker.ts";
import { mayGoOn } from "./steps.ts";
import { thinStarts } from "./thin.ts";
import { writeEnds, writeStarts } from "./write-events.ts";
import { clear, insert } from "./write-spans.ts";

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

/** What is older than `afterMs` is kept in slices of `sliceMs` that have at most MOST rows of a kind. */
const STAGES = [
	{ afterMs: DAY, sliceMs: HOUR },
	{ afterMs: 30 * DAY, sliceMs: DAY },
] as const;
const MOST = 24;
/** So many of a slice that had more stay as they are, the newest. */
const LEFT = 8;
/** Slices that are looked for at a time. */
const CHUNK = 20;

/** Unix milliseconds. */
export interface Pass {
	now: number;
	/** 0 when it is not known. */
	since: number;
}

type Table = "HistorySpan" | "HistoryStart" | "HistoryEnd";
interface Slice {
	daemon: number;
	from: number;
	to: number;
}

/**
 * Makes what a restless daemon left behind smaller: of old slices with many spans, starts or ends, those that are the
 * same become one. Times in a state and numbers stay exact for each slice. A daemon with less to tell is left alone.
 *
 * @param pass when it is, and when this was done last
 * @param stop ends it between two slices
 */
export async function compact(database: Database, pass: Pass, stop?: AbortSignal): Promise<void> {
	for (const daemon of await allDaemons(database)) {
		for (const stage of STAGES) {
			for (const [table, rewrite] of REWRITES) {
				let { after, before } = matured(stage, pass);
				for (let slices: Slice[] = []; ; ) {
					if (!(await mayGoOn(stop))) return;
					slices = await crowdedSlices(database, { table, daemon, after, before, sliceMs: stage.sliceMs });
					if (slices.length === 0) break;
					for (const slice of slices) {
						if (!(await mayGoOn(stop))) return;
						await database.write((transaction) => rewrite(transaction, slice));
						after = slice.to;
					}
				}
			}
		}
	}
}

/** The whole slices that have become old enough since the last time. */
function matured(
	{ afterMs, sliceMs }: (typeof STAGES)[number],
	{ now, since }: Pass,
): { after: number; before: number } {
	const whole = (at: number) => Math.floor((at - afterMs) / sliceMs) * sliceMs;
	return { after: since <= now ? Math.max(0, whole(since)) : 0, before: whole(now) };
}

/** The next whole slices that have more rows than they should, oldest first. */
async function crowdedSlices(
	database: Database,
	{
		table,
		daemon,
		after,
		before,
		sliceMs,
	}: { table: Table; daemon: number; after: number; before: number; sliceMs: number },
): Promise<Slice[]> {
	const at = table === "HistorySpan" ? "from" : "at";
	// The names come from this file; SQLite takes no parameters in their place.
	const sql = `SELECT "${at}" / ${sliceMs} AS "slice" FROM "${table}"
		WHERE "daemon" = ? AND "${at}" >= ? AND "${at}" < ? GROUP BY 1 HAVING count(*) > ${MOST} ORDER BY 1 LIMIT ${CHUNK}`;
	const rows = await database.read((prisma) => prisma.$queryRawUnsafe<{ slice: bigint }[]>(sql, daemon, after, before));
	return rows.map(({ slice }) => ({ daemon, from: Number(slice) * sliceMs, to: (Number(slice) + 1) * sliceMs }));
}

type Rewrite = (transaction: Prisma.TransactionClient, slice: Slice) => Promise<void>;

const rewriteSpans: Rewrite = async (transaction, slice) => {
	const { daemon, from, to } = slice;
	const spans = await readSpans(transaction, daemon, slice);
	await clear(transaction, daemon, slice);
	for (const span of condense(spans, to - from, LEFT)) await insert(transaction, daemon, span);
};

const rewriteStarts: Rewrite = async (transaction, { daemon, from, to }) => {
	const rows = await transaction.$queryRaw<(Omit<Start, "at"> & { at: bigint })[]>`
		DELETE FROM "HistoryStart" WHERE "daemon" = ${daemon} AND "at" >= ${from} AND "at" < ${to}
		RETURNING "at", "automatic", "count"`;
	const starts = rows.map((row): Start => ({ ...row, at: Number(row.at) }));
	await writeStarts(transaction, new Map([[daemon, thinStarts(inOrder(starts), LEFT)]]));
};

const rewriteEnds: Rewrite = async (transaction, { daemon, from, to }) => {
	const rows = await transaction.$queryRaw<EndRow[]>`
		DELETE FROM "HistoryEnd" WHERE "daemon" = ${daemon} AND "at" >= ${from} AND "at" < ${to} RETURNING *`;
	const ends = rows.map(endOfRow);
	await writeEnds(transaction, new Map([[daemon, thinEnds(inOrder(ends), LEFT)]]));
};

const REWRITES: readonly (readonly [table: Table, rewrite: Rewrite])[] = [
	["HistorySpan", rewriteSpans],
	["HistoryStart", rewriteStarts],
	["HistoryEnd", rewriteEnds],
];

function inOrder<T extends { at: number }>(entries: T[]): T[] {
	return entries.sort((a, b) => a.at - b.at);
}
