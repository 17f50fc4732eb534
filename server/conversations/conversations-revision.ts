import type { Database } from "../db/open.ts";

/** Something that is another after each change of a conversation or of a backup, from the ends of a few indexes. */
export function conversationsRevision(db: Database): Promise<string> {
	return db.read(async ({ conversation, conversationOrder }) => {
		const newest = await conversation.aggregate({ _max: { change: true } });
		const orders = await conversationOrder.aggregate({ _max: { id: true, doneAt: true } });
		const open = await conversationOrder.count({ where: { doneAt: null } });
		const { id, doneAt } = orders._max;
		return [newest._max.change, id, doneAt?.getTime(), open].join(" ");
	});
}

/** The same of the transcripts that it is read from. Each of them is looked at: 10,000 take some ten milliseconds. */
export function transcriptsRevision(db: Database): Promise<string> {
	return db.read(async ({ conversationFile }) => {
		const states = await conversationFile.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } });
		return states.map(({ state, _count }) => `${state} ${_count}`).join(" ");
	});
}
