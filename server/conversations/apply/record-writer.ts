import Sqlite from "better-sqlite3";
import { databaseError } from "../../db/errors.ts";
import { BLOCKING_WAIT_MS, patiently } from "../../db/patience.ts";

/** Pages of the log until they go into the database: fewer, larger steps than SQLite's own 1,000. */
const CHECKPOINT_PAGES = 4_000;
const CACHE_KIB = 4_000;

/**
 * A connection of the chat monitor's own, for the one thing it does often: store what it has read. Prisma's way to raw SQL
 * takes twice the time for it, and half the memory again (see docs/decisions/0250).
 */
export class RecordWriter {
	private readonly statements = new Map<string, Sqlite.Statement>();
	/** How long the last transaction held the lock. */
	lastWriteMs = 0;

	/** @param path of a database that `openDatabase` has made and migrated */
	static open(path: string): RecordWriter {
		try {
			const connection = new Sqlite(path, { fileMustExist: true, timeout: BLOCKING_WAIT_MS });
			connection.pragma("foreign_keys = ON");
			connection.pragma("synchronous = NORMAL");
			connection.pragma(`cache_size = -${CACHE_KIB}`);
			connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
			connection.pragma("journal_size_limit = 16777216");
			return new RecordWriter(path, connection);
		} catch (error) {
			throw databaseError(error, path);
		}
	}

	private constructor(
		readonly path: string,
		private readonly connection: Sqlite.Database,
	) {}

	/**
	 * Does `work`, which waits for nothing, in a transaction that has the write lock from its beginning: all of it happens or
	 * nothing. While another process writes it waits without holding up this one.
	 *
	 * @throws NightshiftError `database-unavailable`
	 */
	async write<T>(work: (sql: Statements) => T): Promise<T> {
		try {
			return await patiently(() => this.attempt(work));
		} catch (error) {
			throw databaseError(error, this.path);
		}
	}

	/** @throws NightshiftError `database-unavailable` */
	read<T>(work: (sql: Statements) => T): T {
		try {
			return work(this.sql);
		} catch (error) {
			throw databaseError(error, this.path);
		}
	}

	close(): void {
		this.connection.close();
	}

	private attempt<T>(work: (sql: Statements) => T): T {
		this.connection.exec("BEGIN IMMEDIATE");
		const begun = performance.now();
		try {
			const result = work(this.sql);
			this.connection.exec("COMMIT");
			this.lastWriteMs = performance.now() - begun;
			return result;
		} catch (error) {
			if (this.connection.inTransaction) this.connection.exec("ROLLBACK");
			throw error;
		}
	}

	/** Each statement is compiled once. */
	private readonly sql: Statements = {
		all: <Row>(text: string, ...values: Value[]) => this.statement(text).all(...values) as Row[],
		get: <Row>(text: string, ...values: Value[]) => this.statement(text).get(...values) as Row | undefined,
		run: (text, ...values) => this.statement(text).run(...values).changes,
	};

	private statement(text: string): Sqlite.Statement {
		const known = this.statements.get(text);
		if (known) return known;
		const statement = this.connection.prepare(text);
		this.statements.set(text, statement);
		return statement;
	}
}

type Value = string | number | bigint | null;

/** SQL within a transaction, at once. */
export interface Statements {
	all<Row>(text: string, ...values: Value[]): Row[];
	get<Row>(text: string, ...values: Value[]): Row | undefined;
	/** @returns how many rows it changed */
	run(text: string, ...values: Value[]): number;
}
