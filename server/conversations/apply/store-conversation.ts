import { oneLine } from "../../text/cut.ts";
import type { SessionUpdate } from "./fold.ts";
import { MAX_TITLE } from "./limits.ts";
import type { Statements } from "./record-writer.ts";
import { storeTurns } from "./store-turns.ts";
import { addAmounts, storeUsage } from "./store-usage.ts";
import { timeOf } from "./turn-state.ts";

/** What became of one conversation. */
export interface StoredConversation {
	id: number;
	session: string;
	/** Something in it is not as it was. */
	changed: boolean;
	/** How many turns are new. */
	added: number;
	/** How many backups were asked for, that nobody knew of. */
	orders: number;
}

/** Nobody talks with more of them in one conversation. */
const MAX_MODELS = 100;

interface Row {
	id: number;
	cwd: string | null;
	title: string | null;
	startedAt: string | null;
	endedAt: string | null;
	firstTurnAt: string | null;
	lastTurnAt: string | null;
	models: string;
	usage: string;
}
type Facts = Omit<Row, "id">;

/**
 * Stores what a batch of lines told of a conversation, which is made when it is new.
 *
 * @param now of a turn without a time, in a conversation that has none either
 */
export function storeConversation(
	sql: Statements,
	source: string,
	session: string,
	update: SessionUpdate,
	now: string,
): StoredConversation {
	const { row, isNew } = findOrMake(sql, source, session);
	const [from, to] = [timeOf(update.from), timeOf(update.to)];
	const turns = storeTurns(sql, row.id, update, row.endedAt ?? to ?? now);
	const cost = storeUsage(sql, row.id, update);
	const facts: Facts = {
		cwd: update.cwd ?? row.cwd,
		title: update.title || row.title || (turns.typed && oneLine(turns.typed, MAX_TITLE)) || null,
		startedAt: earlier(row.startedAt, from),
		endedAt: later(row.endedAt, to),
		firstTurnAt: earlier(row.firstTurnAt, turns.first),
		lastTurnAt: later(row.lastTurnAt, turns.last),
		models: withModels(row.models, update.models),
		usage: cost ? sumOf(row.usage, cost) : row.usage,
	};
	const differs = (Object.keys(facts) as (keyof Facts)[]).some((key) => facts[key] !== row[key]);
	const changed = isNew || turns.changed || cost !== null || differs;
	if (changed) {
		const { counts } = turns;
		sql.run(
			`UPDATE "Conversation" SET
				"cwd" = ?, "title" = ?, "startedAt" = ?, "endedAt" = ?, "firstTurnAt" = ?, "lastTurnAt" = ?, "models" = ?, "usage" = ?,
				"userTurns" = "userTurns" + ?, "replies" = "replies" + ?, "toolCalls" = "toolCalls" + ?,
				"failedCalls" = "failedCalls" + ?, "triggers" = "triggers" + ?, "redactions" = "redactions" + ?,
				"change" = (SELECT max("change") + 1 FROM "Conversation")
			WHERE "id" = ?`,
			...Object.values(facts),
			...[counts.userTurns, counts.replies, counts.toolCalls, counts.failedCalls, counts.triggers, counts.redactions],
			row.id,
		);
	}
	return { id: row.id, session, changed, added: turns.added, orders: turns.orders };
}

const SELECT = `
	SELECT "id", "cwd", "title", "startedAt", "endedAt", "firstTurnAt", "lastTurnAt", "models", "usage"
	FROM "Conversation" WHERE "source" = ? AND "session" = ?`;

function findOrMake(sql: Statements, source: string, session: string): { row: Row; isNew: boolean } {
	const known = sql.get<Row>(SELECT, source, session);
	if (known) return { row: known, isNew: false };
	sql.run(
		`INSERT INTO "Conversation" ("source", "session", "change")
		VALUES (?, ?, (SELECT coalesce(max("change"), 0) + 1 FROM "Conversation"))`,
		source,
		session,
	);
	return { row: sql.get<Row>(SELECT, source, session) as Row, isNew: true };
}

function earlier(a: string | null, b: string | null): string | null {
	return a === null || (b !== null && b < a) ? b : a;
}

function later(a: string | null, b: string | null): string | null {
	return a === null || (b !== null && b > a) ? b : a;
}

/** The models in the order of their first use, as JSON. */
function withModels(known: string, used: ReadonlySet<string>): string {
	if (used.size === 0) return known;
	return JSON.stringify([...new Set([...(JSON.parse(known) as string[]), ...used])].slice(0, MAX_MODELS));
}

function sumOf(known: string, more: Readonly<Record<string, number>>): string {
	const sums = JSON.parse(known) as Record<string, number>;
	addAmounts(sums, more, 1);
	return JSON.stringify(sums);
}
