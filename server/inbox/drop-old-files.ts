import { setImmediate as nextTurn } from "node:timers/promises";
import type { Attachment } from "../contract/question.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { raiseRevision } from "./inbox-revision.ts";

/** Files that are looked for at a time. */
const CHUNK = 50;

/**
 * Removes the contents of files whose question was settled before `before`, and to which nothing has happened since. The
 * question stays as it is, with the names of its files and when their contents went. A question at a time: others write the
 * same database.
 *
 * @param now what is noted as the time of removal
 * @param stop ends it between two questions
 * @returns of how many questions
 * @throws NightshiftError `database-unavailable`
 */
export async function dropOldFiles(db: Database, before: Date, now: Date, stop?: AbortSignal): Promise<number> {
	let dropped = 0;
	for (;;) {
		// From the files, of which there are few: there is no index on when a question was settled.
		const files = await db.read((prisma) =>
			prisma.attachment.findMany({
				where: { question: settledBefore(before) },
				take: CHUNK,
				select: { questionId: true },
			}),
		);
		if (files.length === 0) return dropped;
		for (const id of new Set(files.map(({ questionId }) => questionId))) {
			await nextTurn(); // SQLite works within the process: awaiting it gives nobody else a turn
			if (stop?.aborted) return dropped;
			if (await db.write((transaction) => dropFilesOf(transaction, id, before, now))) dropped += 1;
		}
	}
}

async function dropFilesOf(
	transaction: Prisma.TransactionClient,
	id: number,
	before: Date,
	now: Date,
): Promise<boolean> {
	// As it is now: its answer may have been taken back meanwhile.
	const row = await transaction.question.findFirst({
		where: { id, ...settledBefore(before) },
		select: { attachments: true },
	});
	if (!row) return false;
	await transaction.attachment.deleteMany({ where: { questionId: id } });
	const removedAt = now.toISOString();
	const attachments = (row.attachments as unknown as Attachment[]).map((file) => ({ removedAt, ...file }));
	await transaction.question.update({ where: { id }, data: { attachments, version: { increment: 1 } } });
	await raiseRevision(transaction);
	return true;
}

/** Each thing that happens to a question is on its trail; of those from before there was one, the answer tells. */
function settledBefore(before: Date): Prisma.QuestionWhereInput {
	return {
		status: { not: "pending" },
		createdAt: { lt: before },
		OR: [{ answeredAt: null }, { answeredAt: { lt: before } }],
		trail: { none: { at: { gte: before } } },
	};
}
