import type { ChatFound } from "../contract/chat.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";

const MAX_WORDS = 12;

/**
 * Messages that have all these words, each by its beginning, newest first.
 * @param daemon null: in every conversation
 */
export async function searchMessages(
	db: Database,
	{ q, daemon, before, limit }: { q: string; daemon: string | null; before?: number | undefined; limit: number },
): Promise<ChatFound> {
	const words = (q.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).slice(0, MAX_WORDS);
	if (words.length === 0) return { messages: [], next: null };
	const match = words.map((word) => `"${word}"*`).join(" ");
	const whose = daemon === null ? Prisma.empty : Prisma.sql`AND m."daemon" = ${daemon}`;
	const older = before === undefined ? Prisma.empty : Prisma.sql`AND w.rowid < ${before}`;
	type Row = { id: number | bigint; daemon: string; at: string; from: string; excerpt: string };
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<Row[]>`
			SELECT m."id", m."daemon", m."at", m."from", snippet("ChatWords", 0, '', '', '…', 24) AS "excerpt"
			FROM "ChatWords" w CROSS JOIN "ChatMessage" m ON m."id" = w.rowid
			WHERE "ChatWords" MATCH ${match} ${older} ${whose}
			ORDER BY w.rowid DESC LIMIT ${limit + 1}`,
	);
	const page = rows.slice(0, limit).map(({ id, daemon, at, from, excerpt }) => ({
		id: Number(id),
		daemon,
		at: new Date(at).toISOString(),
		from: from as ChatFound["messages"][number]["from"],
		excerpt,
	}));
	return { messages: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
