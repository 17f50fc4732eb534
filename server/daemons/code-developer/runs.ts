import type { NewActivity } from "../../contract/activity.ts";
import type { RunOutcome } from "../../contract/work.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { Database } from "../../db/open.ts";
import { appendActivity } from "../../inbox/record-activity.ts";
import type { Spent } from "./budget.ts";

/** The work on one roadmap item, as the database keeps it. */
export type Run = NonNullable<Awaited<ReturnType<Database["prisma"]["run"]["findFirst"]>>>;

/** Whose runs: those of a daemon in a workspace. */
export interface RunOwner {
	daemon: string;
	/** The configured folder, as it is written: its runs are known also while it cannot be read. */
	workspace: string;
}
export type NewRun = Pick<Run, "item" | "title" | "branch" | "worktree" | "baseCommit"> &
	Partial<Pick<Run, "status" | "reason">>;

/** How a run ends. `result`: the merge's commit or the pull request's address. */
export type RunEnd =
	| { status: "done"; reason: null; commit: string | null; outcome: RunOutcome; result: string | null }
	| { status: "failed"; reason: string; commit: null };

const ENDED = { status: { in: ["done", "failed"] } };

/** The run in work: after a stop or a crash, the one to go on with. */
export function findOpenRun(db: Database, owner: RunOwner): Promise<Run | null> {
	return db.read(({ run }) => run.findFirst({ where: { ...owner, status: "running" }, orderBy: { id: "asc" } }));
}

/** Those that wait for a person: parked ones and those under review, oldest first. */
export function findWaitingRuns(db: Database, owner: RunOwner): Promise<Run[]> {
	const where = { ...owner, status: { in: ["parked", "review"] } };
	return db.read(({ run }) => run.findMany({ where, orderBy: { id: "asc" } }));
}

/** Begins a run, with its entry in the activity feed. */
export function beginRun(db: Database, owner: RunOwner, run: NewRun, entry: NewActivity): Promise<Run> {
	return db.write(async (transaction) => {
		await appendActivity(transaction, entry);
		return transaction.run.create({ data: { ...owner, ...run } });
	});
}

/** Changes some of an open run, with an entry in the activity feed where there is something to tell. */
export function changeRun(
	db: Database,
	id: number,
	data: Prisma.RunUpdateInput,
	entry: NewActivity | null = null,
): Promise<Run> {
	return db.write(async (transaction) => {
		if (entry) await appendActivity(transaction, entry);
		return transaction.run.update({ where: { id }, data });
	});
}

/** What an agent has used for a run so far. */
export async function spentOn(db: Database, id: number): Promise<Spent> {
	const run = await db.read((prisma) => prisma.run.findUniqueOrThrow({ where: { id } }));
	return { timeMs: run.activeMs, tokens: run.inputTokens + run.outputTokens, cost: run.cost };
}

/** Ends a run, with its entry in the activity feed. */
export async function endRun(db: Database, id: number, end: RunEnd, entry: NewActivity): Promise<void> {
	await changeRun(db, id, { ...end, waitsFor: null, endedAt: new Date() }, entry);
}

/** Those that have ended and were not lifted, oldest first. */
export function findEndedRuns(db: Database, owner: RunOwner): Promise<Run[]> {
	return db.read(({ run }) => run.findMany({ where: { ...owner, ...ENDED }, orderBy: { id: "asc" } }));
}

/** Lifts ended runs, so that their items are taken again. The rows stay as a record, as `retried`. @returns the runs. */
export function liftRuns(db: Database, owner: RunOwner, fits: (run: Run) => boolean): Promise<Run[]> {
	return db.write(async ({ run }) => {
		const lifted = (await run.findMany({ where: { ...owner, ...ENDED } })).filter(fits);
		await run.updateMany({ where: { id: { in: lifted.map((one) => one.id) } }, data: { status: "retried" } });
		return lifted;
	});
}

/** Whether a run has ended for this reason: a command that was carried out is known again after a crash. */
export async function hasEndedBecause(db: Database, owner: RunOwner, reason: string): Promise<boolean> {
	return (await db.read(({ run }) => run.findFirst({ where: { ...owner, reason }, select: { id: true } }))) !== null;
}
