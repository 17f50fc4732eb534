import type { Command } from "../contract/question.ts";
import type { Command as Row } from "../db/generated/client.ts";
import { commandIdOf } from "./ticket.ts";

/** A row as the contract has it. */
export function toCommand(row: Row): Command {
	return {
		id: commandIdOf(row.id),
		daemon: row.daemon,
		text: row.text,
		when: row.when as Command["when"],
		status: row.status as Command["status"],
		reply: row.reply,
		createdAt: row.createdAt.toISOString(),
		seenAt: row.seenAt?.toISOString() ?? null,
		finishedAt: row.finishedAt?.toISOString() ?? null,
	};
}
