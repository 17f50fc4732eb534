import { daemonNameSchema } from "../contract/daemon.ts";
import { NightshiftError } from "../contract/errors.ts";
import { type Command, type NewCommand, newCommandSchema } from "../contract/question.ts";
import type { Prisma, Command as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { toCommand } from "./command-row.ts";
import { appendActivity } from "./record-activity.ts";
import { inSentence, wellFormed } from "./text.ts";

/**
 * Leaves a command for a daemon and returns its receipt: durable when this resolves, taken whenever the daemon next looks.
 * Whether there is such a daemon is the caller's to know.
 * @throws NightshiftError `invalid-command`, `database-unavailable`
 */
export async function sendCommand(db: Database, daemon: string, command: NewCommand): Promise<Command> {
	const name = daemonNameSchema.safeParse(daemon);
	if (!name.success) throw invalid(name.error.issues[0]?.message);
	const parsed = newCommandSchema.safeParse(wellFormed(command));
	if (!parsed.success) throw invalid(parsed.error.issues[0]?.message);
	return db.write(async (transaction) => toCommand(await acceptCommand(transaction, daemon, parsed.data)));
}

/** The same within a transaction, of a command that was checked: it is sent when that commits. */
export async function acceptCommand(
	transaction: Prisma.TransactionClient,
	daemon: string,
	{ text, when }: { text: string; when: Command["when"] },
): Promise<Row> {
	const row = await transaction.command.create({ data: { text, when, daemon, createdAt: new Date() } });
	const { id } = toCommand(row);
	await appendActivity(transaction, { kind: "command", title: `${id} for ${daemon}: ${text}`, daemon });
	return row;
}

function invalid(message = "not a command"): NightshiftError {
	return new NightshiftError("invalid-command", `The command was not sent: ${inSentence(message)}.`);
}
