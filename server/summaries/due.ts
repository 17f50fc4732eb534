import type { Database } from "../db/open.ts";

/** When a conversation is summarised; times in ms. */
export interface DueOptions {
	/** The present, as `Date.now()` has it. */
	now: number;
	/** Nothing was said for so long. */
	quietMs: number;
	/** Its transcript was not read from for so long: what is being caught up on is not quiet, however old it is. */
	settleMs: number;
}

/** A conversation whose summary is not that of its present state. */
export interface Due {
	id: number;
	/** Its `change`: what the summary will be of. */
	change: number;
	hasSummary: boolean;
	/** The newest order of a backup that made it due before it is quiet; null: it is quiet. */
	order: number | null;
}

/** Nothing that was said can be from further ahead, unless a clock was wrong. */
const AHEAD_MS = 60_000;
const MOST = 500;

/**
 * Conversations that have changed since their summary was made and have been quiet for a while, or of which a backup was
 * ordered lately; these first, then those that have waited longest.
 */
export async function findDue(db: Database, { now, quietMs, settleMs }: DueOptions): Promise<Due[]> {
	const quietSince = new Date(now - quietMs);
	const rows = await db.read(({ conversation }) =>
		conversation.findMany({
			where: {
				AND: [
					{ OR: [{ summaryOf: null }, { summaryOf: { lt: conversation.fields.change } }] },
					{ OR: [{ userTurns: { gt: 0 } }, { replies: { gt: 0 } }, { toolCalls: { gt: 0 } }] },
					{
						OR: [
							{
								OR: [{ lastTurnAt: null }, { lastTurnAt: { lte: quietSince } }],
								files: { none: { readAt: { gt: new Date(now - settleMs) } } },
							},
							// Of a clock that is ahead nothing else tells: when was it last read from?
							{ lastTurnAt: { gt: new Date(now + AHEAD_MS) }, files: { none: { readAt: { gt: quietSince } } } },
							{ orders: { some: orderedLately(quietSince) } },
						],
					},
				],
			},
			orderBy: [{ lastTurnAt: "asc" }, { id: "asc" }],
			take: MOST,
			select: {
				id: true,
				change: true,
				summaryBy: true,
				lastTurnAt: true,
				orders: { where: orderedLately(quietSince), orderBy: { id: "desc" }, take: 1, select: { id: true } },
			},
		}),
	);
	const due = rows.map(({ id, change, summaryBy, orders, lastTurnAt }) => {
		const isQuiet = lastTurnAt === null || lastTurnAt <= quietSince;
		return { id, change, hasSummary: summaryBy !== null, order: isQuiet ? null : (orders[0]?.id ?? null) };
	});
	return [...due.filter(({ order }) => order !== null), ...due.filter(({ order }) => order === null)];
}

function orderedLately(since: Date) {
	return { OR: [{ doneAt: null }, { doneAt: { gt: since } }] };
}
