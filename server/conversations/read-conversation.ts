import type { RecordedDetail } from "../contract/conversations.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { Database } from "../db/open.ts";
import { malformedLinesOf, toRecordedConversation } from "./conversation-row.ts";

/** One has a few: those of subagents are many now and then, and the newest tell enough. */
const MAX_FILES = 50;

/**
 * One conversation, without its turns.
 * @throws NightshiftError `not-found`, `database-unavailable`
 */
export async function readConversation(db: Database, id: number): Promise<RecordedDetail> {
	const row = await db.read(({ conversation }) =>
		conversation.findUnique({
			where: { id },
			include: {
				orders: { where: { doneAt: null }, take: 1, select: { id: true } },
				files: { orderBy: { id: "desc" }, take: MAX_FILES, select: { path: true, state: true, problem: true } },
			},
		}),
	);
	if (!row) throw noConversation(id);
	const { orders, files, ...conversation } = row;
	const malformed = (await malformedLinesOf(db, [id])).get(id) ?? 0;
	return { ...toRecordedConversation(conversation, malformed), backupDue: orders.length > 0, files };
}

export function noConversation(id: number): NightshiftError {
	const sentence = `There is no conversation ${id}; "nightshift chats list" shows those there are.`;
	return new NightshiftError("not-found", sentence, { conversation: id });
}
