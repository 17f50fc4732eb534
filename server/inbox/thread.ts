import { NightshiftError } from "../contract/errors.ts";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import {
	type NewThreadMessage,
	newThreadMessageSchema,
	type Question,
	type ThreadMessage,
} from "../contract/question.ts";
import type { Message as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { oneLine } from "../text/cut.ts";
import { toQuestion } from "./question-row.ts";
import { findRow } from "./read-question.ts";
import { appendActivity } from "./record-activity.ts";
import { alreadyAnswered, alreadyWithdrawn } from "./settled.ts";
import { inSentence, wellFormed } from "./text.ts";
import { idOf } from "./ticket.ts";

const IN_THE_FEED = 300;
/** A thread longer than this is shown from here on. */
const LONGEST = 1_000;

/**
 * Says something in a question's thread: the person asks back, the asker explains. With a `key`, the same again is the
 * same message. What the asker adds is part of the question, so its version grows: an answer to what it was before is
 * refused.
 * @throws NightshiftError `bad-request` for what is no message, `already-answered` and `already-withdrawn` when nobody
 *   would read it, `unknown-question`, `database-unavailable`
 */
export async function addMessage(db: Database, ticket: string, message: NewThreadMessage): Promise<ThreadMessage> {
	const { text, from, key = null } = checkMessage(message);
	return db.write(async (transaction) => {
		const row = await findRow(transaction, ticket);
		const questionId = row.id;
		const known = key && (await transaction.message.findUnique({ where: { questionId_key: { questionId, key } } }));
		if (known) return toMessage(known);
		const question = toQuestion(row);
		if (question.status === "withdrawn") throw alreadyWithdrawn(question);
		if (question.status !== "pending") throw alreadyAnswered(question, ", so nobody would read a message about it");
		const at = new Date();
		const said = await transaction.message.create({ data: { questionId, from, text, key, at } });
		await transaction.question.update({
			where: { id: questionId },
			data: {
				messages: { increment: 1 },
				lastMessageFrom: from,
				...(from === "asker" && { version: { increment: 1 } }),
			},
		});
		const who = from === "human" ? "Asked back about" : `${question.daemon ?? "The asker"} explained`;
		await appendActivity(transaction, {
			kind: "question",
			title: `${who} ${question.ticket}: ${oneLine(text, IN_THE_FEED)}`,
			ticket: question.ticket,
			daemon: question.daemon,
			task: question.task,
		});
		return toMessage(said);
	});
}

/** Everything said about a question, oldest first. @throws NightshiftError `unknown-question`, `database-unavailable` */
export function readThread(db: Database, ticket: string): Promise<ThreadMessage[]> {
	return db.read(async (prisma) => {
		const { id } = await findRow(prisma, ticket);
		const rows = await prisma.message.findMany({ where: { questionId: id }, orderBy: { id: "desc" }, take: LONGEST });
		return rows.reverse().map(toMessage);
	});
}

/** What the person said and the asker has not seen, oldest first. */
export async function unseenByAsker(db: Database, { ticket, messages }: Question): Promise<ThreadMessage[]> {
	if (messages === 0) return [];
	const where = { questionId: idOf(ticket), from: "human", seenAt: null };
	const rows = await db.read((prisma) => prisma.message.findMany({ where, orderBy: { id: "asc" }, take: LONGEST }));
	return rows.map(toMessage);
}

/**
 * Notes that the asker has read what the person said, up to this message.
 * @returns what it had not read before, oldest first; of several readers at once each message goes to one
 * @throws NightshiftError `unknown-question`, `database-unavailable`
 */
export async function seeMessages(
	db: Database,
	ticket: string,
	upTo: number = Number.MAX_SAFE_INTEGER,
): Promise<ThreadMessage[]> {
	const id = { lte: Math.min(upTo, 2 ** 31 - 1) };
	return db.write(async (transaction) => {
		const { id: questionId } = await findRow(transaction, ticket);
		const where = { questionId, from: "human", seenAt: null, id };
		const rows = await transaction.message.findMany({ where, orderBy: { id: "asc" } });
		const seenAt = new Date();
		if (rows.length > 0) await transaction.message.updateMany({ where, data: { seenAt } });
		return rows.map((row) => toMessage({ ...row, seenAt }));
	});
}

function checkMessage(message: NewThreadMessage) {
	if (isTooDeep(message)) throw invalid(TOO_DEEP);
	const parsed = newThreadMessageSchema.safeParse(wellFormed(message));
	if (!parsed.success) throw invalid(inSentence(parsed.error.issues[0]?.message ?? "not a message"));
	return parsed.data;
}

export function toMessage({ id, from, text, at, seenAt }: Row): ThreadMessage {
	return {
		id,
		from: from as ThreadMessage["from"],
		text,
		at: at.toISOString(),
		seenAt: seenAt?.toISOString() ?? null,
	};
}

function invalid(what: string): NightshiftError {
	return new NightshiftError("bad-request", `Nothing was said: ${what}.`);
}
