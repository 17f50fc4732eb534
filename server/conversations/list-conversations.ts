import type { RecordedConversation } from "../contract/conversations.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { pageSize } from "../inbox/page.ts";
import { dayNamed } from "./backup/day.ts";
import { malformedLinesOf, toRecordedConversation } from "./conversation-row.ts";

/** Which conversations: all of what is given holds. */
export interface ConversationFilter {
	/** `claude`, `gemini`, `codex`, or a name of the person's own. */
	source?: string | undefined;
	/** The folder it was held in, exactly. */
	cwd?: string | undefined;
	/** Days like `2026-11-21`: something was said from the first to the last of them, both included. */
	from?: string | undefined;
	to?: string | undefined;
	/** A backup of it was asked for. */
	backup?: boolean | undefined;
	/** Words of its title, summary, folder or session, all of which must be there. */
	q?: string | undefined;
}

export interface ConversationPage {
	conversations: RecordedConversation[];
	/** The cursor of the following page; null: these were the last. */
	next: string | null;
}

const MAX_WORDS = 12;

/**
 * One page of conversations in which something was said, the one with the newest turn first.
 * @param zone IANA: by its midnights days begin
 * @throws NightshiftError `bad-request` for a day or a cursor that is none, `database-unavailable`
 */
export async function listConversations(
	db: Database,
	{ limit, cursor, ...filter }: ConversationFilter & { limit?: number | undefined; cursor?: string | undefined },
	zone: string,
): Promise<ConversationPage> {
	const size = pageSize(limit);
	const where: Prisma.ConversationWhereInput = {
		AND: [{ lastTurnAt: { not: null } }, whereOf(filter, zone), ...(cursor ? [afterCursor(cursor)] : [])],
	};
	const rows = await db.read(({ conversation }) =>
		conversation.findMany({ where, orderBy: [{ lastTurnAt: "desc" }, { id: "desc" }], take: size + 1 }),
	);
	const page = rows.slice(0, size);
	const last = page.at(-1);
	const next = rows.length > size && last?.lastTurnAt ? `${last.lastTurnAt.getTime()}-${last.id}` : null;
	const ids = page.map(({ id }) => id);
	const malformed = await malformedLinesOf(db, ids);
	return { conversations: page.map((row) => toRecordedConversation(row, malformed.get(row.id) ?? 0)), next };
}

/** @throws NightshiftError `bad-request` */
function whereOf(filter: ConversationFilter, zone: string): Prisma.ConversationWhereInput {
	const { source, cwd, from, to, backup, q } = filter;
	const words = (q ?? "").replaceAll("\0", " ").split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
	return {
		...(source !== undefined && { source }),
		...(cwd !== undefined && { cwd }),
		AND: [
			...(from ? [{ lastTurnAt: { gte: dayNamed(from, zone).from } }] : []),
			...(to ? [{ firstTurnAt: { lt: dayNamed(to, zone).to } }] : []),
			...(backup ? [{ OR: [{ triggers: { gt: 0 } }, { orders: { some: {} } }] }] : []),
			...words.map((word) => ({
				OR: [
					{ title: { contains: word } },
					{ summary: { contains: word } },
					{ cwd: { contains: word } },
					{ session: { startsWith: word } },
				],
			})),
		],
	};
}

function afterCursor(cursor: string): Prisma.ConversationWhereInput {
	const [, time, id] = /^(\d{1,15})-(\d{1,10})$/.exec(cursor) ?? [];
	if (time === undefined) {
		const sentence = `There is no page ${JSON.stringify(cursor.slice(0, 40))}; take the cursor from the "next" of the page before.`;
		throw new NightshiftError("bad-request", sentence, { key: "cursor" });
	}
	const lastTurnAt = new Date(Number(time));
	return { OR: [{ lastTurnAt: { lt: lastTurnAt } }, { lastTurnAt, id: { lt: Number(id) } }] };
}
