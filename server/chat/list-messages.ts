import type { ChatMessage, ChatPage, Conversation } from "../contract/chat.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { toMessages } from "./message-row.ts";

const MAX_PAGE = 200;
/** More than this nobody counts. */
const MAX_UNREAD = 100;
/** More conversations than these with daemons that are not in config.json are not listed: anybody may make up a name. */
const MAX_GONE = 100;
const READ_KEY = "chat-read";

export interface PageRequest {
	/** Messages older than this one, … */
	before?: number | undefined;
	/** … or newer than this one; without either, the newest. */
	after?: number | undefined;
	/** 1 to 200. */
	limit: number;
}

type Texts = ReadonlyMap<number, string>;

/** A page of a conversation, oldest first. */
export function listMessages(
	db: Database,
	daemon: string,
	{ before, after, limit }: PageRequest,
	texts?: Texts,
): Promise<ChatPage> {
	const size = Math.min(Math.max(1, limit), MAX_PAGE);
	const forward = after !== undefined;
	return db.read(async (prisma) => {
		const id = { ...(before !== undefined && { lt: before }), ...(after !== undefined && { gt: after }) };
		const rows = await prisma.chatMessage.findMany({
			where: { daemon, id },
			orderBy: { id: forward ? "asc" : "desc" },
			take: size + 1,
		});
		const more = rows.length > size;
		const page = rows.slice(0, size);
		if (!forward) page.reverse();
		const first = page[0]?.id ?? after;
		const last = page.at(-1)?.id ?? before;
		const exists = async (where: { lt?: number; gt?: number }) =>
			(await prisma.chatMessage.findFirst({ where: { daemon, id: where }, select: { id: true } })) !== null;
		return {
			messages: await toMessages(prisma, page, texts),
			older: forward ? first !== undefined && (await exists({ lt: first })) : more,
			newer: forward ? more : before !== undefined && last !== undefined && (await exists({ gt: last })),
		};
	});
}

/** These messages as they are now; those that do not exist are left out. */
export function readMessages(
	db: Database,
	daemon: string,
	ids: readonly number[],
	texts?: Texts,
): Promise<ChatMessage[]> {
	return db.read(async (prisma) => {
		const where = { daemon, id: { in: ids.slice(0, MAX_PAGE) } };
		return toMessages(prisma, await prisma.chatMessage.findMany({ where, orderBy: { id: "asc" } }), texts);
	});
}

/**
 * Each daemon's conversation, in this order; then those of daemons that are not in config.json any more, and of agents that
 * went by a name of their own: the hundred that were last written in.
 */
export function listConversations(
	db: Database,
	daemons: readonly { name: string; agent: boolean }[],
	texts?: Texts,
): Promise<Conversation[]> {
	return db.read(async (prisma) => {
		const known = Prisma.join([...daemons.map(({ name }) => name), ""]);
		const gone = await prisma.$queryRaw<{ daemon: string }[]>`
			SELECT c."daemon", (SELECT max(m."id") FROM "ChatMessage" m WHERE m."daemon" = c."daemon") AS "last"
			FROM "ChatConversation" c WHERE c."daemon" NOT IN (${known}) AND "last" IS NOT NULL
			ORDER BY "last" DESC LIMIT ${MAX_GONE}`;
		const all = [
			...daemons.map((one) => ({ ...one, known: true })),
			...gone.map(({ daemon }) => ({ name: daemon, agent: false, known: false })),
		];
		const readTo = readToOf((await prisma.setting.findUnique({ where: { key: READ_KEY } }))?.value);
		return Promise.all(
			all.map(async ({ name, agent, known }) => {
				const newest = await prisma.chatMessage.findFirst({ where: { daemon: name }, orderBy: { id: "desc" } });
				const since = readTo[name] ?? 0;
				const unread = await prisma.chatMessage.findMany({
					where: { daemon: name, id: { gt: since }, from: { not: "person" } },
					select: { id: true },
					take: MAX_UNREAD,
				});
				const [last = null] = newest ? await toMessages(prisma, [newest], texts) : [];
				return { daemon: name, last, readTo: since, unread: unread.length, known, agent };
			}),
		);
	});
}

/** The person has read the conversation up to this message; never less than before. */
export function markRead(db: Database, daemon: string, upTo: number): Promise<void> {
	return db.write(async (transaction) => {
		const before = readToOf((await transaction.setting.findUnique({ where: { key: READ_KEY } }))?.value);
		if ((before[daemon] ?? 0) >= upTo) return;
		const value = { ...before, [daemon]: upTo };
		const changedAt = new Date();
		await transaction.setting.upsert({
			where: { key: READ_KEY },
			create: { key: READ_KEY, value, changedAt },
			update: { value, changedAt },
		});
	});
}

function readToOf(value: unknown): Record<string, number> {
	return typeof value === "object" && value !== null ? (value as Record<string, number>) : {};
}
