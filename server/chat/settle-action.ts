import type { Prisma, ChatMessage as Row } from "../db/generated/client.ts";
import { acceptCommand } from "../inbox/send-command.ts";
import { actionWords } from "./action-words.ts";
import { changeMarks, without } from "./marks.ts";
import { dataOf, toJson } from "./message-row.ts";

/** Sends what a daemon is to be told, and says so in the message: both, or neither. */
export async function tell(transaction: Prisma.TransactionClient, row: Row): Promise<void> {
	const { action } = dataOf(row);
	if (!action?.text) throw new Error(`message ${row.id} tells nothing`);
	const { text, when } = action;
	const command = await acceptCommand(transaction, action.daemon, { text, when: when ?? "checkpoint" });
	await settle(transaction, row, "complete", null, command.id);
}

/** Writes what became of an action: it is not open any more. */
export async function settle(
	transaction: Prisma.TransactionClient,
	row: Row,
	state: "complete" | "failed" | "undone",
	words: string | null,
	commandId: number | null = null,
): Promise<void> {
	const { action, ...data } = dataOf(row);
	const settled = action && { ...action, words };
	await transaction.chatMessage.update({
		where: { id: row.id },
		data: {
			state,
			commandId,
			text: action ? actionWords(action, state) : row.text,
			data: toJson({ ...data, ...(settled && { action: settled }) }),
			version: { increment: 1 },
		},
	});
	await changeMarks(transaction, ({ open }) => ({ open: without(open, row.id) }));
}
