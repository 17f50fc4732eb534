import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { commandIdOf, ticketOf } from "../inbox/ticket.ts";
import { escapeMarkdown } from "../text/markdown.ts";
import { changeMarks, readMarks } from "./marks.ts";

/** How many are taken over in one transaction. */
const BATCH = 200;
/** How many unfinished commands are looked at for news; of older ones only the end is told. */
const LOOKED_AT = 500;

/** Status by id of the newest unfinished commands: what was known at the last look. */
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
		if (news.commands.length + news.questions.length + news.ended.length === 0) break;
		for (const daemon of await db.write(writeNews)) changed.add(daemon);
	}
	const open = await db.read(({ command }) =>
		command.findMany({ where: { finishedAt: null }, orderBy: { id: "desc" }, take: LOOKED_AT }),
	);
	const moved = open.filter(({ id, status }) => receipts.get(id) !== status).map(({ id }) => id);
	for (const { daemon } of (await db.read((prisma) => messagesOf(prisma, moved))).values()) changed.add(daemon);
	receipts.clear();
	for (const { id, status } of open) receipts.set(id, status);
	return changed;
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
	// An end is told after its command.
	const ends = await prisma.$queryRaw<{ id: number | bigint }[]>`
		SELECT "commandId" AS "id" FROM "CommandEnd" WHERE "commandId" <= ${marks.commands} ORDER BY "commandId" LIMIT ${BATCH}`;
	const ids = ends.map(({ id }) => Number(id));
	const ended =
		ids.length === 0 ? [] : await prisma.command.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
	return { commands, questions, ended };
}

async function writeNews(transaction: Prisma.TransactionClient): Promise<Set<string>> {
	const { commands, questions, ended } = await readNews(transaction);
	const changed = new Set<string>();
	const rows: Prisma.ChatMessageCreateManyInput[] = [];
	const known = await messagesOf(
		transaction,
		[...commands, ...ended].map(({ id }) => id),
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
	for (const { id, daemon, reply, finishedAt, status } of ended) {
		const message = known.get(id);
		if (message) changed.add(message.daemon);
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
	}));
	if (ended.length > 0) {
		const told = Prisma.join(ended.map(({ id }) => id));
		await transaction.$executeRaw`DELETE FROM "CommandEnd" WHERE "commandId" IN (${told})`;
	}
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
