import { excerptOf } from "../chat/excerpt.ts";
import type { RecordedFound } from "../contract/conversations.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { isoTime, sqlTime } from "../work/sql-time.ts";
import { dayNamed } from "./backup/day.ts";
import { roleOf } from "./turn-row.ts";

/**
 * So many of the turns with the words, those recorded last, are put in the order of their times. The index is in the order
 * in which turns were recorded, and to look up the time of each of 100,000 would take longer than a person waits.
 */
const SORTED = 5_000;
/** The same where only some of them are wanted. */
const SORTED_OF_SOME = 20_000;
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
export async function searchTurns(
	db: Database,
	{ q, conversation, before, limit, ...some }: TurnSearch,
	zone: string,
): Promise<RecordedFound> {
	const words = (q.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, MAX_WORDS);
	if (words.length === 0) return { turns: [], next: null };
	const found = await db.read(async (prisma) => {
		const within = conversation === null ? Prisma.empty : await rangeOf(prisma, conversation);
		if (within === null) return [];
		const of = conditionsOf(some, zone);
		const sorted = of.length > 0 ? SORTED_OF_SOME : SORTED;
		const older =
			before === undefined
				? Prisma.empty
				: Prisma.sql`AND (t."at", t."id") < (SELECT "at", "id" FROM "ConversationTurn" WHERE "id" = ${before})`;
		return prisma.$queryRaw<Row[]>`
			SELECT t."id", t."conversationId", t."role", t."at", substr(t."text", 1, ${EXCERPT_FROM}) AS "text", c."source", c."title"
			FROM (
				SELECT w.rowid AS "id" FROM "ConversationWords" w
				WHERE "ConversationWords" MATCH ${matchOf(words)} ${within}
				ORDER BY w.rowid DESC LIMIT ${sorted}
			) f
			CROSS JOIN "ConversationTurn" t ON t."id" = f."id"
			CROSS JOIN "Conversation" c ON c."id" = t."conversationId"
			WHERE ${Prisma.join([Prisma.sql`true`, ...of], " AND ")} ${older}
			ORDER BY t."at" DESC, t."id" DESC LIMIT ${limit + 1}`;
	});
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

type Some = Pick<TurnSearch, "source" | "cwd" | "from" | "to">;

function conditionsOf({ source, cwd, from, to }: Some, zone: string): Prisma.Sql[] {
	return [
		...(source === undefined ? [] : [Prisma.sql`c."source" = ${source}`]),
		...(cwd === undefined ? [] : [Prisma.sql`c."cwd" = ${cwd}`]),
		...(from === undefined ? [] : [Prisma.sql`t."at" >= ${sqlTime(dayNamed(from, zone).from)}`]),
		...(to === undefined ? [] : [Prisma.sql`t."at" < ${sqlTime(dayNamed(to, zone).to)}`]),
	];
}

/** Quoted, so that nothing is read as the index's own language. It has beginnings of two and three letters at hand, not of one. */
function matchOf(words: readonly string[]): string {
	return words.map((word) => (word.length > 1 ? `"${word}"*` : `"${word}"`)).join(" ");
}

type Reader = Parameters<Parameters<Database["read"]>[0]>[0];

/** The part of the index that a conversation can be in; null: it has no turns. */
async function rangeOf(prisma: Reader, conversation: number): Promise<Prisma.Sql | null> {
	const { _min, _max } = await prisma.conversationTurn.aggregate({
		where: { conversationId: conversation },
		_min: { id: true },
		_max: { id: true },
	});
	if (_min.id === null || _max.id === null) return null;
	// The index begins at the place that it is told, if that is a whole number; numbers come to the database as floating ones.
	// The sign keeps SQLite from asking the index for each turn by itself, which takes seconds.
	return Prisma.sql`AND w.rowid BETWEEN CAST(${_min.id} AS INTEGER) AND CAST(${_max.id} AS INTEGER)
		AND +w.rowid IN (SELECT "id" FROM "ConversationTurn" WHERE "conversationId" = ${conversation})`;
}
