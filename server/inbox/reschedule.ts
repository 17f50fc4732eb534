import type { PersonConfig } from "../config/types.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { raiseRevision } from "./inbox-revision.ts";
import { deadlineClock, nextDigest } from "./person-time.ts";

/** So many are looked at in one step, so that the write lock is soon free again. */
const BATCH = 200;
/** In ms: a person who has just taken an answer back is not hurried more than this. */
const LEAST_GRACE_MS = 60_000;

/** In ms: how long after an undo no deadline decides. */
export function graceAfterUndo({ undoMs }: Pick<PersonConfig, "undoMs">): number {
	return Math.max(undoMs, LEAST_GRACE_MS);
}

/**
 * Reckons when the deadlines of pending questions pass, and writes what is not as it stands: after the hours have
 * changed, and at the start, for those that were asked or left half-way while they did. The time that an undo has given
 * stays.
 * @returns how many changed
 * @throws NightshiftError `database-unavailable`
 */
export async function reschedule(db: Database, person: PersonConfig): Promise<number> {
	const fires = deadlineClock(person);
	let changed = 0;
	let after = 0;
	for (;;) {
		const rows = await db.read((prisma) =>
			prisma.question.findMany({
				where: { status: "pending", deadlineAt: { not: null }, id: { gt: after } },
				orderBy: { id: "asc" },
				take: BATCH,
				select: { id: true, createdAt: true, deadlineAt: true, firesAt: true, onDeadline: true },
			}),
		);
		const moved = rows.flatMap(({ id, createdAt, deadlineAt, firesAt, onDeadline }) => {
			const moment = deadlineAt && fires(createdAt, deadlineAt);
			return moment && moment.getTime() !== firesAt?.getTime() ? [{ id, moment, onDeadline }] : [];
		});
		if (moved.length > 0) changed += await db.write((transaction) => move(transaction, moved, person));
		if (rows.length < BATCH) return changed;
		after = rows.at(-1)?.id ?? after;
	}
}

/** @returns how many were not there already */
async function move(
	transaction: Prisma.TransactionClient,
	moved: readonly { id: number; moment: Date; onDeadline: string }[],
	person: PersonConfig,
): Promise<number> {
	const undone = await transaction.questionEvent.groupBy({
		by: ["questionId"],
		where: { kind: "undone", questionId: { in: moved.map(({ id }) => id) } },
		_max: { at: true },
	});
	const undoneAt = new Map(undone.map(({ questionId, _max }) => [questionId, _max.at?.getTime() ?? 0]));
	let changed = 0;
	for (const { id, moment, onDeadline } of moved) {
		const least = onDeadline === "wait" ? 0 : (undoneAt.get(id) ?? 0) + graceAfterUndo(person);
		const firesAt = new Date(Math.max(moment.getTime(), least));
		// Answered meanwhile: then it has no deadline any more.
		const where = { id, status: "pending", OR: [{ firesAt: null }, { firesAt: { not: firesAt } }] };
		const { count } = await transaction.question.updateMany({
			where,
			data: { firesAt, version: { increment: 1 } },
		});
		changed += count;
	}
	if (changed > 0) await raiseRevision(transaction);
	return changed;
}

/** Lets what is held back come with the next digest as it is now, or at once when there is none any more. */
export async function moveDigest(
	transaction: Prisma.TransactionClient,
	person: PersonConfig,
	now: Date,
): Promise<void> {
	const heldUntil = nextDigest(now, person) ?? now;
	const data = { heldUntil, version: { increment: 1 } };
	await transaction.question.updateMany({ where: { status: "pending", heldUntil: { not: null } }, data });
}
