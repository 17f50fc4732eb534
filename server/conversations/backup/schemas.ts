import { join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../../config/package-root.ts";
import { contextSchema, indexSchema, logSchema } from "./forms.ts";

const PUBLISHED = [
	["chat-log.schema.json", logSchema, "A recorded conversation with an AI tool: chats/chat_log_*.json"],
	["chat-index.schema.json", indexSchema, "The backups there are: chats/chat_index.json"],
	[
		"context-summary.schema.json",
		contextSchema,
		"What the latest conversations were about: chats/context_summary.json",
	],
] as const;

/** The published JSON schemas of what is written into `chats/`, for whoever reads it. */
export function publishedSchemas(): { path: string; text: string }[] {
	return PUBLISHED.map(([name, form, title]) => {
		const { $schema, ...schema } = z.toJSONSchema(form);
		const $id = form.shape.$schema.value;
		return {
			path: join(packageRoot(), "docs", "schemas", name),
			text: `${JSON.stringify({ $schema, $id, title, ...schema }, null, "\t")}\n`,
		};
	});
}
