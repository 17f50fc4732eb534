import type { PersonConfig } from "../config/types.ts";
import type { Database } from "../db/open.ts";
import { deadlineClock, nextDigest } from "./person-time.ts";

/** So many are looked at in one step, so that the write lock is soon free again. */
const BATCH = 200;

/**
 * Reckons when the deadlines of pending questions pass, and writes what is not as it stands: after the hours have
 * changed, and at the start, for those that were asked or left half-way while they did.
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
				select: { id: true, createdAt: true, deadlineAt: true, firesAt: true },
			}),
		);
		const moved = rows.flatMap(({ id, createdAt, deadlineAt, firesAt }) => {
			const moment = deadlineAt && fires(createdAt, deadlineAt);
			return moment && moment.getTime() !== firesAt?.getTime() ? [{ id, moment }] : [];
		});
		if (moved.length > 0) {
			await db.write(async (transaction) => {
				for (const { id, moment } of moved) {
					const data = { firesAt: moment, version: { increment: 1 } };
					// Answered meanwhile: then it has no deadline any more.
					await transaction.question.updateMany({ where: { id, status: "pending" }, data });
				}
			});
		}
		changed += moved.length;
		if (rows.length < BATCH) return changed;
		after = rows.at(-1)?.id ?? after;
	}
}

/** Lets what is held back come with the next digest as it is now, or at once when there is none any more. */
export async function moveDigest(db: Database, person: PersonConfig, now: Date): Promise<void> {
	const heldUntil = nextDigest(now, person) ?? now;
	const data = { heldUntil, version: { increment: 1 } };
	await db.write(async (transaction) => {
		await transaction.question.updateMany({ where: { status: "pending", heldUntil: { not: null } }, data });
	});
}
