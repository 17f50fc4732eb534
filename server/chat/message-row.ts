import type { ChatAction, ChatMessage, ChatQuestion } from "../contract/chat.ts";
import type { Command, Question } from "../contract/question.ts";
import type { Prisma, ChatMessage as Row } from "../db/generated/client.ts";
import { answerInWords } from "../inbox/check-answer.ts";
import { toCommand } from "../inbox/command-row.ts";
import { toQuestion } from "../inbox/question-row.ts";
import { idOf } from "../inbox/ticket.ts";
import { clip } from "../text/cut.ts";

const MAX_WORDS = 2_000;

/** What is kept beside a message's text. */
export interface MessageData {
	action?: ChatAction;
	/** How the daemon stood when its action began: whether it was carried out is seen by what has changed. */
	before?: { desired: string; pid: number | null; startedAt: string | null };
	note?: string | null;
	page?: ChatMessage["page"];
}

export function dataOf({ data }: Pick<Row, "data">): MessageData {
	return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as unknown as MessageData) : {};
}

export function toJson(data: MessageData): Prisma.InputJsonObject {
	return data as unknown as Prisma.InputJsonObject;
}

/**
 * Rows as the contract has them, with the receipts and the questions they speak of as these are now.
 * @param texts of replies that are being streamed, which are ahead of what is kept
 */
export async function toMessages(
	prisma: Prisma.TransactionClient,
	rows: readonly Row[],
	texts: ReadonlyMap<number, string> = new Map(),
): Promise<ChatMessage[]> {
	const commandIds = rows.flatMap(({ commandId }) => commandId ?? []);
	const questionIds = rows.flatMap(({ ticket }) => (ticket === null ? [] : idOf(ticket)));
	const commands = commandIds.length > 0 ? await prisma.command.findMany({ where: { id: { in: commandIds } } }) : [];
	const questions =
		questionIds.length > 0 ? await prisma.question.findMany({ where: { id: { in: questionIds } } }) : [];
	const receipts = new Map(commands.map((row) => [row.id, toCommand(row)]));
	const asked = new Map(questions.map((row) => [row.id, toQuestion(row)]));
	return rows.map((row) => {
		const command = row.commandId === null ? null : (receipts.get(row.commandId) ?? null);
		const question = row.ticket === null ? null : (asked.get(idOf(row.ticket)) ?? null);
		const { action = null, note = null, page = null } = dataOf(row);
		const state = row.state as ChatMessage["state"];
		return {
			id: row.id,
			daemon: row.daemon,
			at: row.at.toISOString(),
			from: row.from as ChatMessage["from"],
			kind: row.kind as ChatMessage["kind"],
			text: (state === "streaming" ? texts.get(row.id) : undefined) ?? row.text,
			state,
			action,
			command,
			question: question && briefly(question),
			replyTo: row.replyTo,
			note,
			page,
			settled: isSettled(state, command, question),
			version: row.version,
		};
	});
}

function briefly(question: Question): ChatQuestion {
	const inWords = (answer: Question["answer"]) =>
		answer === null ? null : clip(answerInWords(question, answer), MAX_WORDS);
	const { ticket, title, kind, urgency, blocking, status, answeredBy, answeredAt, deadlineAt, firesAt } = question;
	const { onDeadline, undoUntil, snoozedUntil, heldUntil, withdrawnReason } = question;
	return {
		ticket,
		title,
		kind,
		urgency,
		blocking,
		status,
		answeredBy,
		answeredAt,
		deadlineAt,
		firesAt,
		onDeadline,
		undoUntil,
		snoozedUntil,
		heldUntil,
		withdrawnReason,
		answer: inWords(question.answer),
		default: onDeadline === "default" ? inWords(question.default) : null,
	};
}

function isSettled(state: ChatMessage["state"], command: Command | null, question: Question | null): boolean {
	if (state === "waiting" || state === "acting" || state === "streaming") return false;
	if (command && command.finishedAt === null) return false;
	// An answer can be taken back and amended until it was handed out.
	return (
		!question || question.status === "withdrawn" || (question.status !== "pending" && question.deliveredAt !== null)
	);
}
