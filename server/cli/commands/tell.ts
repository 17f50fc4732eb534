import { loadConfig } from "../../config/load.ts";
import type { Command } from "../../contract/question.ts";
import { sendCommand } from "../../inbox/send-command.ts";
import { checkAddressee, listAskers } from "../../mcp/askers.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { withDatabase, withPresentDatabase } from "../with-database.ts";

const READ_AT: Record<Command["when"], string> = {
	now: "at once",
	checkpoint: "at its next checkpoint",
	"after-task": "after its current task",
};

/** `nightshift tell NAME "TEXT"`: durable at once; the daemon reads it when it is time, also if it does not run now. */
export async function tell(
	context: Context,
	name: string,
	text: string,
	{ when }: Pick<Command, "when">,
): Promise<number> {
	const { daemons } = await loadConfig(context.paths);
	const names = daemons.map((daemon) => daemon.name);
	await checkAddressee(name, names, () => withPresentDatabase(context.paths, [], listAskers));
	const command = await withDatabase(context.paths, (db) => sendCommand(db, name, { text, when }));
	context.print(command, () => `Noted for ${name} (${command.id}); it reads it ${READ_AT[command.when]}.`);
	return DONE;
}
