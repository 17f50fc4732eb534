import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { commandIdOf, ticketOf } from "../inbox/ticket.ts";
import { escapeMarkdown } from "../text/markdown.ts";
import { changeMarks, readMarks } from "./marks.ts";

/** How many are taken over in one transaction. */
const BATCH = 200;
/** How many unfinished commands are looked at for news; of older ones only the end is told. */
const LOOKED_AT = 500;

/** Status by id of the commands whose end is awaited: what was known at the last look. */
export type Receipts = Map<number, string>;

/**
 * Brings into the conversations what others have written since the last time: questions that daemons asked, commands that were
 * sent from elsewhere, what became of commands. Each once, whatever was killed in between.
 *
 * @param receipts is brought up to date
 * @returns the daemons whose conversations are not as they were
 */
export async function takeIn(db: Database, receipts: Receipts): Promise<Set<string>> {
	const changed = new Set<string>();
	for (;;) {
		const news = await db.read(readNews);
		for (const { id, daemon, status } of news.awaited) {
			if (receipts.get(id) !== status) changed.add(daemon);
			receipts.set(id, status);
		}
		const ended = news.awaited.filter(({ finishedAt }) => finishedAt !== null);
		if (news.commands.length + news.questions.length + ended.length === 0) return changed;
		for (const daemon of await db.write(writeNews)) changed.add(daemon);
		for (const { id } of ended) receipts.delete(id);
	}
}

async function readNews(prisma: Prisma.TransactionClient) {
	const marks = await readMarks(prisma);
	const commands = await prisma.command.findMany({
		where: { id: { gt: marks.commands } },
		orderBy: { id: "asc" },
		take: BATCH,
	});
	const questions = await prisma.question.findMany({
		where: { id: { gt: marks.questions } },
		orderBy: { id: "asc" },
		take: BATCH,
		select: { id: true, daemon: true, title: true, createdAt: true, answeredBy: true },
	});
	if (marks.awaiting.length === 0) return { commands, questions, awaited: [] };
	const ended = await prisma.command.findMany({
		where: { id: { in: marks.awaiting }, finishedAt: { not: null } },
		orderBy: { id: "asc" },
		take: BATCH,
	});
	const newest = [...marks.awaiting].sort((a, b) => b - a).slice(0, LOOKED_AT);
	const open = await prisma.command.findMany({ where: { id: { in: newest }, finishedAt: null } });
	return { commands, questions, awaited: [...ended, ...open] };
}

async function writeNews(transaction: Prisma.TransactionClient): Promise<Set<string>> {
	const { commands, questions, awaited } = await readNews(transaction);
	const changed = new Set<string>();
	const rows: Prisma.ChatMessageCreateManyInput[] = [];
	const known = await messagesOf(
		transaction,
		[...commands, ...awaited].map(({ id }) => id),
	);
	const fresh = commands.filter(({ id }) => !known.has(id));
	for (const { id, daemon, text, createdAt } of fresh) {
		rows.push({ daemon, at: createdAt, from: "person", kind: "command", text, commandId: id });
	}
	for (const { id, daemon, title, createdAt, answeredBy } of questions) {
		// A rule's answers are no conversation: nobody was asked.
		if (daemon === null || answeredBy === "policy") continue;
		const ticket = ticketOf(id);
		rows.push({
			daemon,
			at: createdAt,
			from: "daemon",
			kind: "question",
			text: title,
			ticket,
			key: `question:${ticket}`,
		});
	}
	const ended = awaited.filter(({ finishedAt }) => finishedAt !== null);
	for (const { id, daemon, reply, finishedAt, status } of ended) {
		const message = known.get(id);
		if (!reply || !message) continue;
		rows.push({
			daemon: message.daemon,
			at: finishedAt ?? new Date(),
			from: "daemon",
			kind: "reply",
			text: message.daemon === daemon ? escapeMarkdown(reply) : `${daemon}: ${escapeMarkdown(reply)}`,
			replyTo: message.id,
			state: status === "declined" ? "failed" : "complete",
			key: `reply:${commandIdOf(id)}`,
		});
	}
	if (rows.length > 0) await transaction.chatMessage.createMany({ data: rows });
	for (const { daemon } of rows) changed.add(daemon);
	await changeMarks(transaction, (marks) => ({
		commands: commands.at(-1)?.id ?? marks.commands,
		questions: questions.at(-1)?.id ?? marks.questions,
		awaiting: [...marks.awaiting, ...fresh.map(({ id }) => id)].filter((id) => ended.every((one) => one.id !== id)),
	}));
	return changed;
}

/** The message of each command that has one. */
async function messagesOf(prisma: Prisma.TransactionClient, commandIds: readonly number[]) {
	const rows = await prisma.chatMessage.findMany({
		where: { commandId: { in: [...new Set(commandIds)] } },
		select: { id: true, commandId: true, daemon: true },
	});
	return new Map(rows.map((row) => [row.commandId ?? 0, row]));
}
