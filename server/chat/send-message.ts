import type { ChatAction, ChatMessage } from "../contract/chat.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { Prisma, ChatMessage as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { readPerson } from "../inbox/person.ts";
import { actionWords } from "./action-words.ts";
import { changeMarks } from "./marks.ts";
import { toJson } from "./message-row.ts";

/** What follows a person's message. */
export type Reply =
	/** It is done once it cannot be undone any more. */
	| { kind: "action"; action: Omit<ChatAction, "actsAt" | "words"> }
	| { kind: "words"; text: string; ok: boolean; page?: ChatMessage["page"] }
	/** The agent answers. */
	| { kind: "agent" };

export interface Said {
	daemon: string;
	text: string;
	/** The same key again is the same message. */
	key: string | null;
	isCommand: boolean;
}

/** What was said before under this key, with what followed; null: nothing. @throws NightshiftError `version-conflict` */
export async function findSaid(prisma: Prisma.TransactionClient, { daemon, text, key }: Said): Promise<Row[] | null> {
	if (key === null) return null;
	const message = await prisma.chatMessage.findUnique({ where: { key: keyOf(daemon, key) } });
	if (!message) return null;
	if (message.text !== text) {
		throw new NightshiftError(
			"version-conflict",
			"Another message was sent with this key; send this one with its own.",
		);
	}
	const replies = await prisma.chatMessage.findMany({
		where: { daemon, replyTo: message.id, id: { gt: message.id, lte: message.id + 1 } },
	});
	return [message, ...replies];
}

/**
 * Keeps a person's message and what follows it, as one: durable when it resolves, and the same key again changes nothing.
 * @returns both, and whether they are new
 */
export function keepSaid(db: Database, said: Said, reply: Reply): Promise<{ rows: Row[]; isNew: boolean }> {
	const { daemon, text, key, isCommand } = said;
	return db.write(async (transaction) => {
		const before = await findSaid(transaction, said);
		if (before) return { rows: before, isNew: false };
		const at = new Date();
		const message = await transaction.chatMessage.create({
			data: {
				daemon,
				at,
				from: "person",
				kind: isCommand ? "command" : "text",
				text,
				key: key === null ? null : keyOf(daemon, key),
			},
		});
		const answer = await transaction.chatMessage.create({
			data: { daemon, at, replyTo: message.id, ...(await rowOf(transaction, reply, at)) },
		});
		if (reply.kind !== "words") await changeMarks(transaction, ({ open }) => ({ open: [...open, answer.id] }));
		return { rows: [message, answer], isNew: true };
	});
}

async function rowOf(transaction: Prisma.TransactionClient, reply: Reply, at: Date) {
	switch (reply.kind) {
		case "words":
			return {
				from: "nightshift",
				kind: "reply",
				text: reply.text,
				state: reply.ok ? "complete" : "failed",
				data: toJson({ page: reply.page ?? null }),
			};
		case "agent":
			return { from: "agent", kind: "reply", text: "", state: "streaming" };
		case "action": {
			const actsAt = new Date(at.getTime() + (await readPerson(transaction)).undoMs).toISOString();
			const action: ChatAction = { ...reply.action, actsAt, words: null };
			return {
				from: "nightshift",
				kind: "action",
				text: actionWords(action, "waiting"),
				state: "waiting",
				data: toJson({ action }),
			};
		}
	}
}

/** Keys of people are their own, and of one conversation. */
function keyOf(daemon: string, key: string): string {
	return `person:${daemon}:${key}`;
}
