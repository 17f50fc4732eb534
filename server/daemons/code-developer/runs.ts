import type { NewActivity } from "../../contract/activity.ts";
import type { Database } from "../../db/open.ts";
import { appendActivity } from "../../inbox/record-activity.ts";

/** One attempt at a roadmap item, as the database keeps it. */
export type Run = NonNullable<Awaited<ReturnType<Database["prisma"]["run"]["findFirst"]>>>;

/** Whose runs: those of a daemon in a workspace. */
export interface RunOwner {
	daemon: string;
	/** The configured folder, as it is written: its runs are known also while it cannot be read. */
	workspace: string;
}
export type NewRun = Pick<Run, "item" | "title" | "branch" | "worktree" | "baseCommit">;
export interface RunEnd {
	status: "done" | "failed";
	reason: string | null;
	commit: string | null;
}

const ENDED = { status: { in: ["done", "failed"] } };

/** The run that was begun and has not ended: after a stop or a crash, the one to go on with. */
export function findOpenRun(db: Database, owner: RunOwner): Promise<Run | null> {
	return db.read(({ run }) => run.findFirst({ where: { ...owner, status: "running" }, orderBy: { id: "asc" } }));
}

/** Which items not to take again: done ones, and failed ones until they are retried. */
export async function settledItems(
	db: Database,
	owner: RunOwner,
): Promise<{ finished: Set<string>; setAside: Set<string> }> {
	const ended = await db.read(({ run }) =>
		run.findMany({ where: { ...owner, ...ENDED }, select: { item: true, status: true } }),
	);
	const having = (status: string) => new Set(ended.filter((run) => run.status === status).map((run) => run.item));
	return { finished: having("done"), setAside: having("failed") };
}

/** Begins a run, with its entry in the activity feed. */
export function beginRun(db: Database, owner: RunOwner, run: NewRun, entry: NewActivity): Promise<Run> {
	return db.write(async (transaction) => {
		await appendActivity(transaction, entry);
		return transaction.run.create({ data: { ...owner, ...run } });
	});
}

/** Keeps the agent's session, to resume it. */
export function keepSession(db: Database, id: number, sessionId: string): Promise<Run> {
	return db.write(({ run }) => run.update({ where: { id }, data: { sessionId } }));
}

/** Ends a run, with its entry in the activity feed. */
export async function endRun(db: Database, id: number, end: RunEnd, entry: NewActivity): Promise<void> {
	await db.write(async (transaction) => {
		await appendActivity(transaction, entry);
		await transaction.run.update({ where: { id }, data: { ...end, endedAt: new Date() } });
	});
}

/** Lifts ended runs, so that their items are taken again. The rows stay as a record, as `retried`. @returns the items. */
export function liftRuns(db: Database, owner: RunOwner, fits: (run: Run) => boolean): Promise<string[]> {
	return db.write(async ({ run }) => {
		const lifted = (await run.findMany({ where: { ...owner, ...ENDED } })).filter(fits);
		await run.updateMany({ where: { id: { in: lifted.map((one) => one.id) } }, data: { status: "retried" } });
		return [...new Set(lifted.map((one) => one.item))];
	});
}

/** Whether a run has ended for this reason: a command that was carried out is known again after a crash. */
export async function hasEndedBecause(db: Database, owner: RunOwner, reason: string): Promise<boolean> {
	return (await db.read(({ run }) => run.findFirst({ where: { ...owner, reason }, select: { id: true } }))) !== null;
}
