import type { RecordedConversation } from "../../contract/conversations.ts";
import { type ConversationFilter, listConversations } from "../../conversations/list-conversations.ts";
import type { Database } from "../../db/open.ts";
import { readZone } from "../../handover/read-zone.ts";
import { type Context, DONE } from "../context.ts";
import { printConversations } from "../print/conversations.ts";
import { withPresentDatabase } from "../with-database.ts";

export interface ChatsOptions extends Pick<ConversationFilter, "source" | "cwd" | "from" | "to" | "backup"> {
	/** Words of title, summary or folder. */
	about?: string;
	limit: number;
}

/** `nightshift chats list`: what the chat monitor has recorded. Works with the dashboard down. */
export async function listChats(context: Context, options: ChatsOptions): Promise<number> {
	const conversations = await withPresentDatabase(context.paths, [], (db) => readSome(db, options));
	context.print({ conversations }, () => {
		if (conversations.length > 0) return printConversations(conversations);
		const { limit: _limit, ...filter } = options;
		return Object.keys(filter).length > 0
			? "No recorded conversation is like that."
			: 'Nothing is recorded yet: a daemon with "program": "chat-monitor" in config.json records.';
	});
	return DONE;
}

async function readSome(db: Database, { about, limit, ...filter }: ChatsOptions): Promise<RecordedConversation[]> {
	const zone = await readZone(db);
	const all: RecordedConversation[] = [];
	let cursor: string | undefined;
	while (all.length < limit) {
		const page = await listConversations(db, { ...filter, q: about, cursor, limit: limit - all.length }, zone);
		all.push(...page.conversations);
		if (page.next === null) break;
		cursor = page.next;
	}
	return all;
}
