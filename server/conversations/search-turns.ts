import { excerptOf } from "../chat/excerpt.ts";
import type { RecordedFound } from "../contract/conversations.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { isoTime } from "../work/sql-time.ts";
import { dayNamed } from "./backup/day.ts";
import { roleOf } from "./turn-row.ts";

/**
 * Where only turns of a source or a folder are wanted, so many of those with the words, the newest, are looked at one by one.
 * If these are not enough, the wanted turns are gathered first: that takes its time for many, and few are soon gathered.
 */
const LOOKED_AT = 5_000;
/** The words are looked for in so much of a text to show what stands around them. */
const EXCERPT_FROM = 20_000;
const MAX_WORDS = 12;

export interface TurnSearch {
	q: string;
	/** Only in this one; null: in all. */
	conversation: number | null;
	/** Only of this source, and of this folder. */
	source?: string | undefined;
	cwd?: string | undefined;
	/** Only what was said from the first to the last of these days, both included: `2026-11-21`. */
	from?: string | undefined;
	to?: string | undefined;
	/** Only what is older than this found turn. */
	before?: number | undefined;
	limit: number;
}

/**
 * Turns that have all these words, each by its beginning (a single letter by itself), newest first.
 * @param zone IANA: by its midnights days begin
 * @throws NightshiftError `bad-request` for what is no day, `database-unavailable`
 */
export async function searchTurns(db: Database, request: TurnSearch, zone: string): Promise<RecordedFound> {
	const { q, limit } = request;
	const words = (q.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, MAX_WORDS);
	if (words.length === 0) return { turns: [], next: null };
	const found = await db.read((prisma) => find(prisma, request, matchOf(words), zone));
	const turns = found.slice(0, limit).map(({ text, ...row }) => ({
		id: Number(row.id),
		conversationId: Number(row.conversationId),
		source: row.source,
		title: row.title,
		role: roleOf(row.role),
		at: isoTime(row.at),
		excerpt: excerptOf(text, words).replaceAll(/\s+/g, " "),
	}));
	return { turns, next: found.length > limit ? (turns.at(-1)?.id ?? null) : null };
}

interface Row {
	id: number | bigint;
	conversationId: number | bigint;
	role: string;
	at: string;
	text: string;
	source: string;
	title: string | null;
}

/** What stands for the place in the index, see the migration: it is in the order of times. */
const PLACE = Prisma.sql`min(max(coalesce(unixepoch("at"), 0), 0), 8589934591) << 30 | "id"`;

async function find(prisma: Reader, request: TurnSearch, match: string, zone: string): Promise<Row[]> {
	const { conversation, source, cwd, limit } = request;
	const places = Prisma.sql`SELECT w.rowid AS "place", w.rowid & 1073741823 AS "id" FROM "ConversationWords" w
		WHERE "ConversationWords" MATCH ${match} ${await rangeOf(prisma, request, zone)}`;
	const newest = Prisma.sql`ORDER BY w.rowid DESC`;
	const take = (from: Prisma.Sql, where: Prisma.Sql = Prisma.sql`true`) => prisma.$queryRaw<Row[]>`
		SELECT t."id", t."conversationId", t."role", t."at", substr(t."text", 1, ${EXCERPT_FROM}) AS "text", c."source", c."title"
		FROM (${from}) f
		CROSS JOIN "ConversationTurn" t ON t."id" = f."id"
		CROSS JOIN "Conversation" c ON c."id" = t."conversationId"
		WHERE ${where} ORDER BY f."place" DESC LIMIT ${limit + 1}`;
	const of = [
		...(conversation === null ? [] : [Prisma.sql`c."id" = ${conversation}`]),
		...(source === undefined ? [] : [Prisma.sql`c."source" = ${source}`]),
		...(cwd === undefined ? [] : [Prisma.sql`c."cwd" = ${cwd}`]),
	];
	if (of.length === 0) return take(Prisma.sql`${places} ${newest} LIMIT ${limit + 1}`);
	const wanted = Prisma.join(of, " AND ");
	if (conversation === null) {
		const rows = await take(Prisma.sql`${places} ${newest} LIMIT ${LOOKED_AT}`, wanted);
		if (rows.length > limit) return rows;
	}
	return take(Prisma.sql`${places} AND w.rowid & 1073741823 IN (
			SELECT "id" FROM "ConversationTurn" WHERE "conversationId" IN (SELECT c."id" FROM "Conversation" c WHERE ${wanted})
		) ${newest} LIMIT ${limit + 1}`);
}

/** Quoted, so that nothing is read as the index's own language. It has beginnings of two and three letters at hand, not of one. */
function matchOf(words: readonly string[]): string {
	return words.map((word) => (word.length > 1 ? `"${word}"*` : `"${word}"`)).join(" ");
}

type Reader = Parameters<Parameters<Database["read"]>[0]>[0];

/** The part of the index that what is wanted can be in. It begins there at once if that is a whole number, which numbers are not as they come. */
async function rangeOf(
	prisma: Reader,
	{ conversation, before, from, to }: TurnSearch,
	zone: string,
): Promise<Prisma.Sql> {
	const seconds = (second: number) => Prisma.sql`CAST(${second} AS INTEGER) << 30`;
	const begin = from === undefined ? [] : [seconds(dayNamed(from, zone).from.getTime() / 1_000)];
	const end = to === undefined ? [] : [seconds(dayNamed(to, zone).to.getTime() / 1_000)];
	if (before !== undefined) end.push(Prisma.sql`(SELECT ${PLACE} FROM "ConversationTurn" WHERE "id" = ${before})`);
	if (conversation !== null) {
		const { _min, _max } = await prisma.conversationTurn.aggregate({
			where: { conversationId: conversation },
			_min: { at: true },
			_max: { at: true },
		});
		begin.push(seconds(Math.floor((_min.at?.getTime() ?? 0) / 1_000)));
		end.push(seconds(Math.floor((_max.at?.getTime() ?? -1) / 1_000) + 1));
	}
	// Together, because the index takes one bound of each side.
	return Prisma.sql`
		${begin.length === 0 ? Prisma.empty : Prisma.sql`AND w.rowid >= max(0, ${Prisma.join(begin)})`}
		${end.length === 0 ? Prisma.empty : Prisma.sql`AND w.rowid < min(9223372036854775807, ${Prisma.join(end)})`}`;
}
