import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";

/** Whose marks: those of a daemon in a workspace, as config.json has it. */
export interface MarkOwner {
	daemon: string;
	workspace: string;
}

/** What the person, or the daemon for them, decided about an item beside what the roadmap says. */
export interface Mark {
	/** Its id, or with the title (`US-22: Title`) when the document uses the id twice: see `ItemNames.key`. */
	item: string;
	/** Not to be worked on for now. */
	aside: boolean;
	/** Why it was set aside. */
	reason: string | null;
	/** Before all others. */
	next: boolean;
}

/** The marks in force, the newest first. @throws NightshiftError `database-unavailable` */
export function readMarks(db: Database, owner: MarkOwner): Promise<Mark[]> {
	return db.read(({ itemMark }) =>
		itemMark.findMany({
			where: { ...ownerOf(owner), OR: [{ aside: true }, { next: true }] },
			select: { item: true, aside: true, reason: true, next: true },
			orderBy: [{ changedAt: "desc" }, { item: "asc" }],
		}),
	);
}

/**
 * Sets an item aside, with the reason if there is one, and lets it not be next. Durable when it resolves.
 * @throws NightshiftError `database-unavailable`
 */
export function markAside(db: Database, owner: MarkOwner, item: string, reason: string | null): Promise<void> {
	return db.write((transaction) => mark(transaction, owner, item, { aside: true, reason, next: false }));
}

/**
 * Takes an item up again: it is not aside, and work on it that failed is tried again. Durable when it resolves.
 *
 * @param runs the names under which its runs are kept, and their title where several items share a name
 * @throws NightshiftError `database-unavailable`
 */
export function takeUp(
	db: Database,
	owner: MarkOwner,
	item: string,
	runs: { names: string[]; title?: string },
): Promise<void> {
	const { names, title } = runs;
	return db.write(async (transaction) => {
		await mark(transaction, owner, item, { aside: false, reason: null });
		const where = { ...ownerOf(owner), status: "failed", item: { in: names }, ...(title !== undefined && { title }) };
		await transaction.run.updateMany({ where, data: { status: "retried" } });
	});
}

/**
 * Puts an item before all others, those put there earlier included, and takes it up again when it was set aside; or puts
 * it back into the order of the document. Durable when it resolves. @throws NightshiftError `database-unavailable`
 */
export function markNext(db: Database, owner: MarkOwner, item: string, next: boolean): Promise<void> {
	const marks = next ? { next, aside: false, reason: null } : { next };
	return db.write((transaction) => mark(transaction, owner, item, marks));
}

/** Something that is another whenever a mark of any workspace of any daemon is, by daemon. */
export async function marksRevisions(db: Database): Promise<Map<string, string>> {
	const groups = await db.read(({ itemMark }) =>
		itemMark.groupBy({ by: ["daemon"], _count: { _all: true }, _max: { changedAt: true } }),
	);
	return new Map(groups.map(({ daemon, _count, _max }) => [daemon, `${_count._all} ${_max.changedAt?.getTime()}`]));
}

async function mark(
	{ itemMark }: Prisma.TransactionClient,
	{ daemon, workspace }: MarkOwner,
	item: string,
	marks: { aside?: boolean; reason?: string | null; next?: boolean },
): Promise<void> {
	const newest = await itemMark.aggregate({ where: { daemon }, _max: { changedAt: true } });
	// Later than every other one, whatever the clock says: the order counts.
	const changedAt = new Date(Math.max(Date.now(), (newest._max.changedAt?.getTime() ?? 0) + 1));
	await itemMark.upsert({
		where: { daemon_workspace_item: { daemon, workspace, item } },
		create: { daemon, workspace, item, ...marks, changedAt },
		update: { ...marks, changedAt },
	});
}

function ownerOf({ daemon, workspace }: MarkOwner): MarkOwner {
	return { daemon, workspace };
}
