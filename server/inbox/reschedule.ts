import type { PersonConfig } from "../config/types.ts";
import type { Prisma } from "../db/generated/client.ts";
import { firesAt, nextDigest } from "./person-time.ts";

/** Reckons anew when the deadlines of pending questions pass, and when what is held back comes: the hours have changed. */
export async function reschedule(
	transaction: Prisma.TransactionClient,
	person: PersonConfig,
	now: Date,
): Promise<void> {
	const pending = await transaction.question.findMany({
		where: { status: "pending", deadlineAt: { not: null } },
		select: { id: true, createdAt: true, deadlineAt: true, firesAt: true },
	});
	for (const { id, createdAt, deadlineAt, firesAt: before } of pending) {
		if (!deadlineAt) continue;
		const after = firesAt(createdAt, deadlineAt, person);
		if (after.getTime() === before?.getTime()) continue;
		await transaction.question.update({ where: { id }, data: { firesAt: after, version: { increment: 1 } } });
	}
	// Without a digest to come with, they come now.
	const heldUntil = nextDigest(now, person) ?? now;
	const data = { heldUntil, version: { increment: 1 } };
	await transaction.question.updateMany({ where: { status: "pending", heldUntil: { not: null } }, data });
}
