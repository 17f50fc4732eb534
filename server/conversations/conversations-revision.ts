import type { Database } from "../db/open.ts";

/**
 * Something that is another after each change of the record, from the ends of a few indexes: of a conversation, of the
 * transcripts it is read from, or of a backup.
 */
export function conversationsRevision(db: Database): Promise<string> {
	return db.read(async ({ conversation, conversationFile, conversationOrder }) => {
		const newest = await conversation.aggregate({ _max: { change: true } });
		const files = await conversationFile.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } });
		const orders = await conversationOrder.aggregate({ _max: { id: true, doneAt: true } });
		const open = await conversationOrder.count({ where: { doneAt: null } });
		const { id, doneAt } = orders._max;
		return [
			newest._max.change,
			...files.flatMap(({ state, _count }) => [state, _count]),
			id,
			doneAt?.getTime(),
			open,
		].join(" ");
	});
}
