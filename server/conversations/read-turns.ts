import type { ListedTurn, RecordedTurn, TurnPage } from "../contract/conversations.ts";
import { NightshiftError } from "../contract/errors.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { isoTime } from "../work/sql-time.ts";
import { noConversation } from "./read-conversation.ts";
import { roleOf, toRecordedTurn } from "./turn-row.ts";

/** Of a longer text lists have so many characters: more is not read in one go, and would be costly to lay out. */
const SHOWN = 20_000;

export interface TurnRequest {
	/** Only what comes before this turn, the nearest to it. */
	before?: number | undefined;
	/** Only what comes after it. */
	after?: number | undefined;
	/** This turn, with as many before as after it. */
	around?: number | undefined;
	/** How many at most. */
	limit: number;
}

/** A turn's place in the order of times; the time as it is stored, so that it is compared with its like. */
interface Place {
	at: string;
	id: number;
}

/** A turn as the query gives it. SQLite's numbers come as `bigint` when they are large. */
interface Row {
	id: number | bigint;
	role: string;
	at: string;
	text: string;
	name: string | null;
	ok: number | bigint | null;
	sidechain: unknown;
	trigger: unknown;
	cut: number | bigint;
	left: number | bigint;
}

/**
 * A page of a conversation by the times of its turns; without a place its end. Long texts, and what goes into tools and
 * comes out of them, are left out and counted in `left`: a page is small whatever was said.
 *
 * @throws NightshiftError `not-found` for a conversation or a turn that is not there, `bad-request`, `database-unavailable`
 */
export async function readTurns(db: Database, conversation: number, request: TurnRequest): Promise<TurnPage> {
	const { before, after, around, limit } = request;
	const [edge, ...others] = [before, after, around].filter((one) => one !== undefined);
	if (others.length > 0) {
		const sentence = "Ask for the turns before, after or around one: only one of the three.";
		throw new NightshiftError("bad-request", sentence, { key: "before" });
	}
	if (edge === undefined) {
		const { turns, hasMore } = await readOn(db, conversation, null, "back", limit);
		if (turns.length === 0) await mustExist(db, conversation);
		return { turns, older: hasMore, newer: false };
	}
	const place = await placeOf(db, conversation, edge);
	if (before !== undefined) {
		const { turns, hasMore } = await readOn(db, conversation, place, "back", limit);
		return { turns, older: hasMore, newer: true };
	}
	if (after !== undefined) {
		const { turns, hasMore } = await readOn(db, conversation, place, "forth", limit);
		return { turns, older: true, newer: hasMore };
	}
	const half = Math.ceil(limit / 2);
	const earlier = await readOn(db, conversation, place, "back", half);
	// From the turn itself on.
	const later = await readOn(db, conversation, { ...place, id: place.id - 1 }, "forth", half);
	return { turns: [...earlier.turns, ...later.turns], older: earlier.hasMore, newer: later.hasMore };
}

/** As many turns as fit, from a place (or an end) on; in the order of their times whichever way it goes. */
async function readOn(db: Database, conversation: number, place: Place | null, way: "back" | "forth", limit: number) {
	const sign = Prisma.raw(way === "forth" ? ">" : "<");
	const order = Prisma.raw(way === "forth" ? "ASC" : "DESC");
	const beyond = place ? Prisma.sql`AND ("at", "id") ${sign} (${place.at}, ${place.id})` : Prisma.empty;
	const rows = await db.read(
		(prisma) => prisma.$queryRaw<Row[]>`
			SELECT "id", "role", "at", substr("text", 1, ${SHOWN}) AS "text",
				"tool" ->> '$.name' AS "name", "tool" ->> '$.ok' AS "ok", "sidechain", "trigger", "cut",
				max(0, length("text") - ${SHOWN}) + ifnull(length("output"), 0) + ifnull(length("tool" -> '$.input'), 0) AS "left"
			FROM "ConversationTurn" WHERE "conversationId" = ${conversation} ${beyond}
			ORDER BY "at" ${order}, "id" ${order} LIMIT ${limit + 1}`,
	);
	const turns = rows.slice(0, limit).map(toListedTurn);
	return { turns: way === "forth" ? turns : turns.reverse(), hasMore: rows.length > limit };
}

/**
 * One turn, whole.
 * @throws NightshiftError `not-found`, `database-unavailable`
 */
export async function readTurn(db: Database, conversation: number, id: number): Promise<RecordedTurn> {
	const row = await db.read((prisma) => prisma.conversationTurn.findUnique({ where: { id } }));
	if (row?.conversationId !== conversation) throw noTurn(conversation, id);
	return toRecordedTurn(row);
}

async function placeOf(db: Database, conversation: number, id: number): Promise<Place> {
	const [row] = await db.read(
		(prisma) => prisma.$queryRaw<{ at: string }[]>`
			SELECT "at" FROM "ConversationTurn" WHERE "id" = ${id} AND "conversationId" = ${conversation}`,
	);
	if (!row) throw noTurn(conversation, id);
	return { at: row.at, id };
}

async function mustExist(db: Database, id: number): Promise<void> {
	const found = await db.read((prisma) => prisma.conversation.count({ where: { id } }));
	if (found === 0) throw noConversation(id);
}

function noTurn(conversation: number, id: number): NightshiftError {
	return new NightshiftError("not-found", `Conversation ${conversation} has no turn ${id} any more.`, { turn: id });
}

function toListedTurn(row: Row): ListedTurn {
	const { name, ok } = row;
	return {
		id: Number(row.id),
		role: roleOf(row.role),
		at: isoTime(row.at),
		text: row.text,
		tool: name === null ? null : { name, input: null, ok: ok === null ? null : Number(ok) === 1 },
		output: null,
		sidechain: isTrue(row.sidechain),
		trigger: isTrue(row.trigger),
		cut: Number(row.cut),
		left: Number(row.left),
	};
}

function isTrue(value: unknown): boolean {
	return value === true || Number(value) === 1;
}
