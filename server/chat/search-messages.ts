import type { ChatFound } from "../contract/chat.ts";
import type { Database } from "../db/open.ts";
import { excerptOf } from "./excerpt.ts";

const MAX_WORDS = 12;
/** Above every id of a message. */
const ANY = 2 ** 32;

/**
 * Messages of a daemon's conversation that have all these words, each by its beginning, newest first.
 * @param before only messages older than this one
 */
export async function searchMessages(
	db: Database,
	{ q, daemon, before = ANY, limit }: { q: string; daemon: string; before?: number | undefined; limit: number },
): Promise<ChatFound> {
	const words = (q.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).slice(0, MAX_WORDS);
	if (words.length === 0) return { messages: [], next: null };
	const match = words.map((word) => `"${word}"*`).join(" ");
	type Row = { id: number | bigint; at: string; from: string; text: string };
	// The index begins at the place that it is told, if that is a whole number; numbers come to the database as floating ones.
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<Row[]>`
			SELECT m."id", m."at", m."from", m."text"
			FROM "ChatConversation" c CROSS JOIN "ChatWords" w CROSS JOIN "ChatMessage" m ON m."id" = w.rowid & 4294967295
			WHERE c."daemon" = ${daemon} AND "ChatWords" MATCH ${match}
				AND w.rowid > c."id" << 32 AND w.rowid < (c."id" << 32) + CAST(${before} AS INTEGER)
			ORDER BY w.rowid DESC LIMIT ${limit + 1}`,
	);
	const page = rows.slice(0, limit).map(({ id, at, from, text }) => ({
		id: Number(id),
		daemon,
		at: new Date(at).toISOString(),
		from: from as ChatFound["messages"][number]["from"],
		excerpt: excerptOf(text, words),
	}));
	return { messages: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
