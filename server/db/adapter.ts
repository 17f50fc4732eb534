import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { BLOCKING_WAIT_MS, patiently } from "./patience.ts";
import { Turn } from "./turn.ts";

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3["connect"]>>;
type Transaction = Awaited<ReturnType<Adapter["startTransaction"]>>;
type Query = Parameters<Adapter["queryRaw"]>[0];

const PRAGMAS = `
	PRAGMA foreign_keys = ON;
	PRAGMA synchronous = NORMAL;
	PRAGMA cache_size = -4000;
	PRAGMA journal_size_limit = 16777216;
`;

/**
 * Prisma's adapter over better-sqlite3, with what several processes and several requests need of it:
 *
 * - A transaction takes the write lock when it begins. Prisma's `BEGIN` takes it at the first write, and a
 *   transaction that has read by then fails (SQLITE_BUSY_SNAPSHOT) when another process wrote in between.
 * - Statements outside a transaction wait while one is open. There is one connection, so they would otherwise become part
 *   of it, read what is not committed and vanish when it is rolled back.
 * - Waiting for another process does not block the event loop.
 * - A commit that failed leaves no open transaction behind, which all later statements would join.
 */
export class SqliteAdapter {
	readonly provider = "sqlite" as const;
	readonly adapterName = "nightshift-sqlite";
	readonly #inner: PrismaBetterSqlite3;
	#connection: SharedConnection | null = null;
	#closed = false;

	constructor(path: string) {
		this.#inner = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: BLOCKING_WAIT_MS, fileMustExist: true });
	}

	async connect(): Promise<Adapter> {
		// Prisma connects by itself when it is used after it was disconnected.
		if (this.#closed) throw new Error("The database was closed.");
		const inner = await this.#inner.connect();
		await inner.executeScript(PRAGMAS);
		this.#connection = new SharedConnection(inner);
		return this.#connection;
	}

	/** Runs a statement that Prisma would end after its first row, such as `PRAGMA incremental_vacuum`. */
	async runToItsEnd(sql: string): Promise<void> {
		const connection = this.#connection;
		if (!connection || this.#closed) throw new Error("The database is not open.");
		await patiently(() => connection.executeScript(sql));
	}

	/** From now on nothing connects any more. */
	close(): void {
		this.#closed = true;
	}
}

class SharedConnection implements Adapter {
	readonly provider = "sqlite";
	readonly adapterName: string;
	readonly #inner: Adapter;
	readonly #turn = new Turn();

	constructor(inner: Adapter) {
		this.#inner = inner;
		this.adapterName = inner.adapterName;
	}

	queryRaw(query: Query): ReturnType<Adapter["queryRaw"]> {
		return patiently(() => this.#turn.take(() => this.#inner.queryRaw(query)));
	}

	executeRaw(query: Query): Promise<number> {
		return patiently(() => this.#turn.take(() => this.#inner.executeRaw(query)));
	}

	executeScript(script: string): Promise<void> {
		return this.#turn.take(() => this.#inner.executeScript(script));
	}

	startTransaction(...level: Parameters<Adapter["startTransaction"]>): Promise<Transaction> {
		return patiently(async () => {
			const release = await this.#turn.acquire();
			try {
				return new ImmediateTransaction(await begin(this.#inner, level), release);
			} catch (error) {
				release();
				throw error;
			}
		});
	}

	async dispose(): Promise<void> {
		await this.#turn.take(() => this.#inner.dispose());
	}
}

/** Prisma's own `BEGIN`, which locks nothing, exchanged for one that takes the write lock. */
async function begin(adapter: Adapter, level: Parameters<Adapter["startTransaction"]>): Promise<Transaction> {
	const transaction = await adapter.startTransaction(...level);
	try {
		await transaction.executeRaw(statement("ROLLBACK"));
		await transaction.executeRaw(statement("BEGIN IMMEDIATE"));
		return transaction;
	} catch (error) {
		await transaction.rollback();
		throw error;
	}
}

class ImmediateTransaction implements Transaction {
	readonly provider = "sqlite";
	readonly adapterName: string;
	readonly options: Transaction["options"];
	readonly #inner: Transaction;
	readonly #release: () => void;

	constructor(inner: Transaction, release: () => void) {
		this.#inner = inner;
		this.#release = release;
		this.adapterName = inner.adapterName;
		this.options = inner.options;
	}

	queryRaw(query: Query): ReturnType<Transaction["queryRaw"]> {
		return this.#inner.queryRaw(query);
	}

	executeRaw(query: Query): Promise<number> {
		return this.#inner.executeRaw(query);
	}

	async commit(): Promise<void> {
		try {
			await this.#inner.commit();
		} finally {
			this.#release();
		}
	}

	/** Prisma has sent ROLLBACK before this, or a COMMIT that failed and may have left the transaction open. */
	async rollback(): Promise<void> {
		try {
			await this.#inner.executeRaw(statement("ROLLBACK")).catch(unlessNothingIsOpen);
		} finally {
			await this.#inner.rollback();
			this.#release();
		}
	}

	async createSavepoint(name: string): Promise<void> {
		await this.#inner.createSavepoint?.(name);
	}

	async rollbackToSavepoint(name: string): Promise<void> {
		await this.#inner.rollbackToSavepoint?.(name);
	}

	async releaseSavepoint(name: string): Promise<void> {
		await this.#inner.releaseSavepoint?.(name);
	}
}

function unlessNothingIsOpen(error: unknown): void {
	if (!(error instanceof Error) || !error.message.includes("no transaction is active")) throw error;
}

function statement(sql: string): Query {
	return { sql, args: [], argTypes: [] };
}
