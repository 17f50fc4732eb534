import { type ConversationFormat, exportConversation } from "../../conversations/export-conversation.ts";
import { noConversation } from "../../conversations/read-conversation.ts";
import { type Context, DONE } from "../context.ts";
import { withPresentDatabase } from "../with-database.ts";
import { writeNew } from "../write-new.ts";

export interface ExportOptions {
	/** JSON with `--json`, else Markdown, unless told. */
	as?: ConversationFormat;
	/** A new file; standard output when left out. */
	out?: string;
}

/** `nightshift chats export ID`: all of a conversation. A file that is there is left as it is. Works with the dashboard down. */
export async function exportChat(context: Context, id: number, { as, out }: ExportOptions): Promise<number> {
	const format = as ?? (context.json ? "json" : "md");
	const done = await withPresentDatabase(context.paths, false, async (db) => {
		const { parts } = await exportConversation(db, id, format);
		if (out !== undefined) await writeNew(out, parts);
		else if (context.json && format !== "json")
			context.print({ conversation: id, format, text: await whole(parts) }, () => null);
		else for await (const part of parts) await context.printPart(part, format === "json");
		return true;
	});
	if (!done) throw noConversation(id);
	if (out !== undefined) {
		context.print({ conversation: id, file: out, format }, () => `Conversation ${id} is in ${out}.`);
	}
	return DONE;
}

async function whole(parts: AsyncIterable<string>): Promise<string> {
	let text = "";
	for await (const part of parts) text += part;
	return text;
}
