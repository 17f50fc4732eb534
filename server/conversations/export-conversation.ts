import type { Database } from "../db/open.ts";
import { allTurns } from "./all-turns.ts";
import { conversationToJson } from "./conversation-to-json.ts";
import { conversationToMarkdown } from "./conversation-to-markdown.ts";
import { readConversation } from "./read-conversation.ts";
import { turnsToCsv } from "./turns-to-csv.ts";

export const EXPORT_FORMATS = ["md", "json", "csv"] as const;
export type ConversationFormat = (typeof EXPORT_FORMATS)[number];

/** A conversation as a file. */
export interface ConversationFile {
	/** Made of letters, digits and dashes alone. */
	name: string;
	type: string;
	/** Its text in parts, each made when it is asked for: to be read once. */
	parts: AsyncIterable<string>;
}

const TYPES: Record<ConversationFormat, string> = {
	md: "text/markdown; charset=utf-8",
	json: "application/json",
	csv: "text/csv; charset=utf-8; header=present",
};

/**
 * A conversation as a file: Markdown to be read, in which nothing that was said is markup; everything as JSON; its turns as
 * a table.
 * @throws NightshiftError `not-found`, `database-unavailable`; the latter also while the parts are read
 */
export async function exportConversation(
	db: Database,
	id: number,
	format: ConversationFormat,
): Promise<ConversationFile> {
	const { backupDue: _due, files: _files, ...conversation } = await readConversation(db, id);
	const session = conversation.sessionId.replaceAll(/[^A-Za-z0-9-]+/g, "-").slice(0, 60);
	const source = conversation.source.replaceAll(/[^A-Za-z0-9-]+/g, "-").slice(0, 40);
	const turns = allTurns(db, id);
	const parts =
		format === "csv"
			? turnsToCsv(turns)
			: format === "json"
				? conversationToJson(conversation, turns)
				: conversationToMarkdown(conversation, turns);
	return { name: `chat-${source}-${session}.${format}`, type: TYPES[format], parts };
}
