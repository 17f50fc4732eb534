import type { SessionUpdate } from "./fold.ts";
import type { Statements } from "./record-writer.ts";
import { type Counts, countsOf, NO_COUNTS, nextTurn, type TurnState, timeOf } from "./turn-state.ts";

/** What storing turns meant for their conversation. */
export interface StoredTurns {
	/** What is more than before; negative for what is less. */
	counts: Counts;
	/** Some row is not as it was. */
	changed: boolean;
	/** How many turns are new. */
	added: number;
	/** How many backups were asked for, that nobody knew of. */
	orders: number;
	/** The first and the last time of what person, assistant and tools said and did; null: nothing new. */
	first: string | null;
	last: string | null;
	/** The first words that were typed. */
	typed: string | null;
}

type KnownRow = TurnState & { id: number; key: string };

const TALK: ReadonlySet<string> = new Set(["user", "assistant", "tool"]);

const SELECT = `
	SELECT "id", "key", "role", "at", "text", "tool", "output", "sidechain", "trigger", "cut" FROM "ConversationTurn"
	WHERE "conversationId" = ? AND "key" IN (SELECT "value" FROM json_each(?))`;
const INSERT = `
	INSERT INTO "ConversationTurn"
		("conversationId", "key", "role", "at", "text", "tool", "output", "sidechain", "trigger", "cut")
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `
	UPDATE "ConversationTurn"
	SET "role" = ?, "at" = ?, "text" = ?, "tool" = ?, "output" = ?, "sidechain" = ?, "trigger" = ?, "cut" = ?
	WHERE "id" = ?`;
const DELETE = `DELETE FROM "ConversationTurn" WHERE "id" = ?`;
const ORDER = `INSERT OR IGNORE INTO "ConversationOrder" ("conversationId", "turnKey", "at") VALUES (?, ?, ?)`;

/**
 * Stores what became of turns. Only rows that are not as they should be are written: what is told twice changes nothing.
 *
 * @param otherwise the time of turns that have none
 */
export function storeTurns(
	sql: Statements,
	conversation: number,
	{ turns }: SessionUpdate,
	otherwise: string,
): StoredTurns {
	const stored: StoredTurns = {
		counts: { ...NO_COUNTS },
		changed: false,
		added: 0,
		orders: 0,
		first: null,
		last: null,
		typed: null,
	};
	if (turns.size === 0) return stored;
	const rows = sql.all<KnownRow>(SELECT, conversation, JSON.stringify([...turns.keys()]));
	const known = new Map(rows.map((row) => [row.key, row]));
	const told = [...turns].map(([key, update]) => {
		const before = known.get(key) ?? null;
		return { key, update, before, after: nextTurn(before, update, otherwise) };
	});
	// The index of words writes itself down whenever an earlier time comes after a later one.
	told.sort((a, b) => compare(a.after?.at ?? "", b.after?.at ?? ""));
	for (const { key, update, before, after } of told) {
		if (after && TALK.has(after.role) && !after.sidechain) {
			spread(stored, after.at);
			spread(stored, timeOf(update.at));
		}
		if (after?.role === "user" && !after.sidechain) stored.typed ??= after.text;
		if (after?.trigger) stored.orders += sql.run(ORDER, conversation, key, after.at);
		if (!write(sql, conversation, key, before, after)) continue;
		stored.changed = true;
		if (!before) stored.added += 1;
		add(stored.counts, countsOf(after), 1);
		add(stored.counts, countsOf(before), -1);
	}
	return stored;
}

/** @returns whether there was anything to write */
function write(
	sql: Statements,
	conversation: number,
	key: string,
	before: KnownRow | null,
	after: TurnState | null,
): boolean {
	if (!after) return before !== null && sql.run(DELETE, before.id) > 0;
	const { role, at, text, tool, output, sidechain, trigger, cut } = after;
	if (!before) {
		sql.run(INSERT, conversation, key, role, at, text, tool, output, sidechain, trigger, cut);
		return true;
	}
	if (isSame(before, after)) return false;
	sql.run(UPDATE, role, at, text, tool, output, sidechain, trigger, cut, before.id);
	return true;
}

function isSame(before: TurnState, after: TurnState): boolean {
	return (Object.keys(after) as (keyof TurnState)[]).every((key) => before[key] === after[key]);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

function spread(stored: StoredTurns, at: string | null): void {
	if (at === null) return;
	if (stored.first === null || at < stored.first) stored.first = at;
	if (stored.last === null || at > stored.last) stored.last = at;
}

function add(counts: Counts, more: Counts, sign: 1 | -1): void {
	for (const key of Object.keys(counts) as (keyof Counts)[]) counts[key] += sign * more[key];
}
