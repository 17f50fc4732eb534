import type { Database } from "../../db/open.ts";
import { changeMarks, without } from "../marks.ts";
import { dataOf, toJson } from "../message-row.ts";

/** Keeps what there is of an answer that is on its way. */
export async function keepReply(db: Database, replyId: number, text: string): Promise<void> {
	await db.write(async ({ chatMessage }) => {
		await chatMessage.updateMany({ where: { id: replyId, state: "streaming" }, data: { text } });
	});
}

/** Writes all of an answer, and how it ended; one that has ended stays as it is. */
export async function finishReply(
	db: Database,
	replyId: number,
	{ text, ok, note }: { text: string; ok: boolean; note: string | null },
): Promise<void> {
	await db.write(async (transaction) => {
		const row = await transaction.chatMessage.findUnique({ where: { id: replyId } });
		if (row?.state !== "streaming") return;
		await transaction.chatMessage.update({
			where: { id: replyId },
			data: {
				text,
				state: ok ? "complete" : "failed",
				data: toJson({ ...dataOf(row), note }),
				version: { increment: 1 },
			},
		});
		await changeMarks(transaction, ({ open }) => ({ open: without(open, replyId) }));
	});
}
