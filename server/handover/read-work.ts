import { HANDOVER_LIMIT, type Handover, type Spent } from "../contract/handover.ts";
import type { Database } from "../db/open.ts";
import { toRunSummary } from "../work/run-summary.ts";
import { readTurns } from "../work/spent-turns.ts";
import type { Period } from "./period.ts";

type Work = Pick<Handover, "done" | "doneCount" | "failed" | "failedCount" | "underWay" | "underWayCount" | "spent">;

/** What developers did in the time, and what it took. */
export async function readWork(db: Database, { from, to }: Period): Promise<Work> {
	const endedAt = { gte: new Date(from), lt: new Date(to) };
	// One that is tried again was finished before, and counts when it is finished again.
	const done = { status: { in: ["review", "done"] }, endedAt };
	const failed = { status: "failed", endedAt };
	const underWay = { status: { in: ["running", "parked"] } };
	const newest = { orderBy: { endedAt: "desc" }, take: HANDOVER_LIMIT } as const;
	const found = await db.read(async ({ run }) => ({
		done: (await run.findMany({ where: done, ...newest })).map(toRunSummary),
		doneCount: await run.count({ where: done }),
		failed: (await run.findMany({ where: failed, ...newest })).map(toRunSummary),
		failedCount: await run.count({ where: failed }),
		underWay: (await run.findMany({ where: underWay, orderBy: { id: "desc" }, take: HANDOVER_LIMIT })).map(
			toRunSummary,
		),
		underWayCount: await run.count({ where: underWay }),
	}));
	const daemons = await db.read(({ run }) =>
		run.findMany({ distinct: ["daemon"], select: { daemon: true }, orderBy: { daemon: "asc" } }),
	);
	const spent: Spent[] = [];
	for (const { daemon } of daemons) {
		const used = await spentBy(db, daemon, { from, to });
		if (used.activeMs > 0 || used.inputTokens + used.outputTokens > 0) spent.push(used);
	}
	return { ...found, spent };
}

async function spentBy(db: Database, daemon: string, { from, to }: Period): Promise<Spent> {
	const spent: Spent = { daemon, activeMs: 0, inputTokens: 0, outputTokens: 0, cost: {} };
	for (const turn of await readTurns(db, daemon, from, to)) {
		const within = Math.min(turn.to, to) - Math.max(turn.from, from);
		const length = turn.to - turn.from;
		spent.activeMs += length > 0 ? (turn.activeMs * Math.max(0, within)) / length : 0;
		// Tokens and cost of a turn are told at its end.
		if (turn.to >= to) continue;
		spent.inputTokens += turn.inputTokens;
		spent.outputTokens += turn.outputTokens;
		if (turn.currency) spent.cost[turn.currency] = (spent.cost[turn.currency] ?? 0) + turn.cost;
	}
	spent.activeMs = Math.round(spent.activeMs);
	return spent;
}
