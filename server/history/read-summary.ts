import type { LastExit } from "../contract/daemon.ts";
import type { HistoryEnd, HistorySummary, StateSpan } from "../contract/history.ts";
import type { Database } from "../db/open.ts";
import type { End } from "./end.ts";
import { readLatestEnds } from "./end-row.ts";
import { fare } from "./fare.ts";
import { readSpans } from "./read-spans.ts";
import { condense, type Span } from "./span.ts";

/** So many spans and ends are told at most; the figures count all of them. */
const MOST_SPANS = 600;
const MOST_ENDS = 50;

/** How a daemon fared in a range (unix milliseconds). `daemon` is its number. */
export function readSummary(
	database: Database,
	daemon: number,
	range: { from: number; to: number },
): Promise<Omit<HistorySummary, "daemon" | "from" | "to">> {
	return database.read(async (prisma) => {
		const all = await readSpans(prisma, daemon, range);
		const ends = await countEnds(prisma, daemon, range);
		const latest = await readLatestEnds(prisma, daemon, range, MOST_ENDS);
		const starts = await countStarts(prisma, daemon, range);
		const { spans, sliceMs } = fewEnough(all, range);
		return {
			...fare(all, range),
			...starts,
			ends: { ...ends, latest: latest.map(told) },
			spans: spans.map((span): StateSpan => ({ ...span, from: iso(span.from), to: iso(span.to) })),
			spanSliceSeconds: sliceMs === null ? null : sliceMs / 1_000,
		};
	});
}

type Client = Parameters<typeof readSpans>[0];
interface Range {
	from: number;
	to: number;
}

async function countStarts(client: Client, daemon: number, { from, to }: Range) {
	const [row] = await client.$queryRaw<{ starts: number; restarts: number }[]>`
		SELECT total("count") AS "starts", total("count" * "automatic") AS "restarts" FROM "HistoryStart"
		WHERE "daemon" = ${daemon} AND "at" >= ${from} AND "at" < ${to}`;
	return { starts: row?.starts ?? 0, restarts: row?.restarts ?? 0 };
}

async function countEnds(client: Client, daemon: number, { from, to }: Range) {
	const rows = await client.$queryRaw<{ cause: LastExit["cause"]; number: number }[]>`
		SELECT "cause", total("count") AS "number" FROM "HistoryEnd"
		WHERE "daemon" = ${daemon} AND "at" >= ${from} AND "at" < ${to} GROUP BY "cause"`;
	const byCause = { user: 0, crash: 0, oom: 0, watchdog: 0, update: 0, config: 0, unknown: 0 };
	for (const { cause, number } of rows) byCause[cause] = number;
	return { total: rows.reduce((sum, { number }) => sum + number, 0), byCause };
}

/** As they are, or within slices just long enough. */
function fewEnough(spans: readonly Span[], { from, to }: Range): { spans: readonly Span[]; sliceMs: number | null } {
	if (spans.length <= MOST_SPANS) return { spans, sliceMs: null };
	let sliceMs = Math.ceil((to - from) / MOST_SPANS / 1_000) * 1_000;
	for (;;) {
		const fewer = condense(spans, sliceMs, 1);
		if (fewer.length <= MOST_SPANS) return { spans: fewer, sliceMs };
		sliceMs *= 2;
	}
}

function told({ at, ranMs, ...rest }: End): HistoryEnd {
	return { at: iso(at), ...rest, ranSeconds: ranMs === null ? null : Math.round(ranMs / 100) / 10 };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
