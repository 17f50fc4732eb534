import Sqlite from "better-sqlite3";
import { databaseError } from "../../db/errors.ts";
import { BLOCKING_WAIT_MS, patiently } from "../../db/patience.ts";
import { sqlTime } from "../../work/sql-time.ts";
import type { Day } from "./day.ts";
import {
	fileTime,
	type OrderRow,
	type RawRecord,
	type RawTurn,
	type RecordRow,
	type Span,
	type TurnRow,
	toRecord,
	toTurn,
} from "./record-rows.ts";

const FIELDS =
	'"id", "source", "session", "cwd", "title", "startedAt", "endedAt", "firstTurnAt", "lastTurnAt", "models", "usage", "userTurns", ' +
	'"replies", "toolCalls", "failedCalls", "triggers", "redactions", "summary", "keywords", "summaryBy", "summaryOf", "change"';

/**
 * The record as it was at one moment, however long reading it takes and whatever is recorded meanwhile: a file that is
 * made of it fits together. Turns are read one by one, so that memory stays bounded. While turns are being read, nothing else can be.
 * Failures of the database are NightshiftError `database-unavailable`.
 */
export class RecordSnapshot {
	private constructor(
		private readonly connection: Sqlite.Database,
		private readonly path: string,
	) {}

	static async open(path: string): Promise<RecordSnapshot> {
		let connection: Sqlite.Database | null = null;
		try {
			connection = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BLOCKING_WAIT_MS });
			const opened = connection;
			await patiently(() => {
				if (!opened.inTransaction) opened.exec("BEGIN");
				opened.prepare('SELECT count(*) FROM "Conversation" WHERE "id" = 0').get(); // from here on nothing moves
			});
			return new RecordSnapshot(opened, path);
		} catch (error) {
			connection?.close();
			throw databaseError(error, path);
		}
	}

	close(): void {
		this.connection.close();
	}

	/** The newest first: somebody may wait for it. */
	openOrders(): OrderRow[] {
		const sql =
			'SELECT "id", "conversationId", "at" FROM "ConversationOrder" WHERE "doneAt" IS NULL ORDER BY "id" DESC';
		return this.#all<{ id: number; conversationId: number; at: string }>(sql).map((row) => ({
			...row,
			at: new Date(fileTime(row.at)),
		}));
	}

	conversation(id: number): RecordRow | null {
		return this.#all<RawRecord>(`SELECT ${FIELDS} FROM "Conversation" WHERE "id" = ?`, id).map(toRecord)[0] ?? null;
	}

	/** The conversations with turns that day, in the order in which they began that day. */
	idsOf({ from, to }: Day): number[] {
		const sql = `SELECT c."id" FROM "Conversation" c JOIN "ConversationTurn" t ON t."id" = (
			SELECT "id" FROM "ConversationTurn" WHERE "conversationId" = c."id" AND "at" >= ? AND "at" < ? ORDER BY "at", "id" LIMIT 1
		) WHERE c."lastTurnAt" >= ? ORDER BY t."at", c."id"`;
		return this.#all<{ id: number }>(sql, sqlTime(from), sqlTime(to), sqlTime(from)).map(({ id }) => id);
	}

	/** The conversations in which a backup was asked for that day, likewise. */
	idsAsked({ from, to }: Day): number[] {
		const sql = `SELECT "conversationId" AS "id", min("at") AS "first" FROM "ConversationOrder"
			WHERE "at" >= ? AND "at" < ? GROUP BY "conversationId" ORDER BY "first", "id"`;
		return this.#all<{ id: number }>(sql, sqlTime(from), sqlTime(to)).map(({ id }) => id);
	}

	/** The newest change of the whole record. */
	newestChange(): number {
		return this.#all<{ newest: number | null }>('SELECT max("change") AS "newest" FROM "Conversation"')[0]?.newest ?? 0;
	}

	/** The conversations that have changed since a change, or were spoken in since a moment. */
	changedSince(change: number, moment: Date): Pick<RecordRow, "id" | "change">[] {
		const sql = 'SELECT "id", "change" FROM "Conversation" WHERE "change" > ? OR "lastTurnAt" >= ? ORDER BY "id"';
		return this.#all(sql, change, sqlTime(moment));
	}

	/** When the first turn of a conversation from a moment on was; null: there is none. */
	nextTurnAt(conversationId: number, from: Date): Date | null {
		const sql =
			'SELECT "at" FROM "ConversationTurn" WHERE "conversationId" = ? AND "at" >= ? ORDER BY "at", "id" LIMIT 1';
		const at = this.#all<{ at: string }>(sql, conversationId, sqlTime(from))[0]?.at;
		return at === undefined ? null : new Date(at);
	}

	/** In the order of their times. */
	*turns(conversationId: number, { from, to }: Span = {}): Generator<TurnRow> {
		const sql = `SELECT "role", "at", "text", "tool", "output", "sidechain", "trigger", "cut" FROM "ConversationTurn"
			WHERE "conversationId" = ? AND "at" >= ? AND "at" < ? ORDER BY "at", "id"`;
		try {
			const statement = this.connection.prepare<unknown[], RawTurn>(sql);
			for (const row of statement.iterate(conversationId, from ? sqlTime(from) : "", to ? sqlTime(to) : "~")) {
				yield toTurn(row);
			}
		} catch (error) {
			throw databaseError(error, this.path);
		}
	}

	#all<Row>(sql: string, ...values: unknown[]): Row[] {
		try {
			return this.connection.prepare<unknown[], Row>(sql).all(...values);
		} catch (error) {
			throw databaseError(error, this.path);
		}
	}
}
