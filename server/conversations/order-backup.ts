import type { BackupOrder } from "../contract/conversations.ts";
import type { ConversationOrder } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { isoOf } from "./conversation-row.ts";
import { noConversation } from "./read-conversation.ts";

/** Of an order that was not asked for in the conversation itself: no turn has a key like this. */
const BY_HAND = "by-hand:";

/**
 * Asks for a backup of a conversation, which the chat monitor makes, now or when it runs again. As long as one is asked for and
 * not made, asking again changes nothing.
 * @throws NightshiftError `not-found`, `database-unavailable`
 */
export async function orderBackup(db: Database, id: number, now: Date = new Date()): Promise<BackupOrder> {
	const order = await db.write(async ({ conversation, conversationOrder }) => {
		if ((await conversation.count({ where: { id } })) === 0) throw noConversation(id);
		const open = await conversationOrder.findFirst({
			where: { conversationId: id, doneAt: null },
			orderBy: { id: "asc" },
		});
		if (open) return open;
		return conversationOrder.create({
			data: { conversationId: id, turnKey: `${BY_HAND}${now.toISOString()}`, at: now },
		});
	});
	return toOrder(order);
}

function toOrder({ id, at, doneAt }: ConversationOrder): BackupOrder {
	return { id, at: at.toISOString(), doneAt: isoOf(doneAt) };
}
