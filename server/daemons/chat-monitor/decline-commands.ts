import { NightshiftError } from "../../contract/errors.ts";
import type { Database } from "../../db/open.ts";
import { finishCommand } from "../../inbox/finish-command.ts";
import { listCommands } from "../../inbox/list-commands.ts";
import { takeCommands } from "../../inbox/take-commands.ts";

const REPLY =
	'The chat monitor takes no commands: it keeps the record by itself. For a backup, type "bchat" in the conversation, or ask for one on the Conversations page.';

/** Answers what the person tells the monitor, so that no word waits for ever: it cannot do any of it. */
export class CommandDecliner {
	/** Those that were seen by one that was killed then. */
	private left = true;

	constructor(
		private readonly db: Database,
		private readonly daemon: string,
	) {}

	/** @throws NightshiftError `database-unavailable`; what is not answered yet is answered the next time */
	async decline(): Promise<void> {
		const taken = await takeCommands(this.db, this.daemon, ["now", "checkpoint", "after-task"]);
		if (taken.length > 0) this.left = true;
		if (!this.left) return;
		const { commands, next } = await listCommands(this.db, this.daemon, { status: "seen" });
		for (const { id } of commands) await this.finish(id);
		this.left = next !== null;
	}

	private async finish(id: string): Promise<void> {
		try {
			await finishCommand(this.db, id, "declined", REPLY);
		} catch (error) {
			// Finished otherwise meanwhile.
			if (!(error instanceof NightshiftError) || error.code !== "version-conflict") throw error;
		}
	}
}
