import type { ListedTurn, RecordedDetail } from "../../contract/conversations.ts";
import { noConversation, readConversation } from "../../conversations/read-conversation.ts";
import { readTurns } from "../../conversations/read-turns.ts";
import { type Context, DONE } from "../context.ts";
import { printConversation } from "../print/conversations.ts";
import { withPresentDatabase } from "../with-database.ts";

/** `nightshift chats show ID`: what a conversation was about, and its last turns. Works with the dashboard down. */
export async function showChat(context: Context, id: number, { turns: wanted }: { turns: number }): Promise<number> {
	type Shown = { conversation: RecordedDetail; turns: ListedTurn[]; older: boolean };
	const shown = await withPresentDatabase<Shown | null>(context.paths, null, async (db) => {
		const conversation = await readConversation(db, id);
		if (wanted === 0) return { conversation, turns: [], older: conversation.lastTurnAt !== null };
		return { conversation, ...(await readTurns(db, id, { limit: wanted })) };
	});
	if (!shown) throw noConversation(id);
	const { conversation, turns, older } = shown;
	context.print({ ...conversation, turns, older }, () => printConversation(conversation, turns, older));
	return DONE;
}
