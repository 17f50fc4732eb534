import { NightshiftError } from "../contract/errors.ts";
import type { Command } from "../contract/question.ts";
import type { Database } from "../db/open.ts";
import { toCommand } from "./command-row.ts";
import { appendActivity } from "./record-activity.ts";
import { wellFormed } from "./text.ts";
import { commandNumberOf, unknownCommand } from "./ticket.ts";

/**
 * Says what became of a command: `done`, or `declined` with the reason as `reply`. The same again changes nothing.
 * @throws NightshiftError `not-found`, `version-conflict` when it was finished otherwise, `database-unavailable`
 */
export async function finishCommand(
	db: Database,
	commandId: string,
	status: "done" | "declined",
	reply: string | null = null,
): Promise<Command> {
	const id = commandNumberOf(commandId);
	return db.write(async (transaction) => {
		const row = await transaction.command.findUnique({ where: { id } });
		if (!row) throw unknownCommand(commandId);
		const before = toCommand(row);
		if (before.status === status) return before;
		if (row.finishedAt) throw otherwise(before);
		const now = new Date();
		const data = {
			status,
			reply: reply === null ? null : wellFormed(reply),
			finishedAt: now,
			seenAt: row.seenAt ?? now,
		};
		const command = toCommand(await transaction.command.update({ where: { id }, data }));
		await appendActivity(transaction, {
			kind: "command",
			title: `${command.id} ${status}${reply ? `: ${reply}` : ""}`,
			daemon: command.daemon,
			outcome: status === "done" ? "ok" : "cancelled",
		});
		return command;
	});
}

function otherwise({ id, status, finishedAt }: Command): NightshiftError {
	const sentence = `${id} was already ${status} at ${finishedAt}; send a new command for anything more.`;
	return new NightshiftError("version-conflict", sentence, { command: id, status, finishedAt });
}
