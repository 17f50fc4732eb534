import { join, resolve } from "node:path";
import { packageRoot } from "../config/package-root.ts";
import { NightshiftError } from "../contract/errors.ts";
import { SqliteAdapter } from "./adapter.ts";
import { databaseError } from "./errors.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { migrateDatabase } from "./migrate.ts";
import { BUSY_TIMEOUT_MS } from "./patience.ts";

/** Longer than the wait for another process's lock, which has the better sentence. */
const TRANSACTION_LIMIT_MS = 4 * BUSY_TIMEOUT_MS;

/** An open database. Any number of processes may have it open; each process opens it once. */
export interface Database {
	/** The models. Its failures are Prisma's own; `read` and `write` turn them into sentences. */
	readonly prisma: PrismaClient;
	/** Absolute. */
	readonly path: string;
	/** Does some reading; failures of the database become NightshiftError `database-unavailable`. */
	read<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T>;
	/**
	 * Does `work` in a transaction that has the write lock from its beginning: what it reads stays true until it is
	 * committed, and all of it happens or nothing. Keep it short, and use only the client it is given. Durable when it
	 * resolves. Failures of the database become NightshiftError `database-unavailable`.
	 */
	write<T>(work: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T>;
	/**
	 * Gives room that deleted rows have left back to the file system, at most `pages` of 4 KiB: a step short enough for
	 * others not to notice. Failures as those of `write`.
	 */
	giveBack(pages: number): Promise<void>;
	/** Waits for reads and writes under way, then closes. Further calls do nothing. */
	close(): Promise<void>;
}

/**
 * Opens the database at `path`: creates it when it is missing, applies migrations, refuses what it cannot use and
 * overwrites nothing.
 * @param migrations the folder of migrations; the package's own unless a test says otherwise
 * @throws NightshiftError `database-newer`, `database-unavailable`
 */
export async function openDatabase(
	path: string,
	migrations: string = join(packageRoot(), "prisma", "migrations"),
): Promise<Database> {
	const file = resolve(path);
	const adapter = new SqliteAdapter(file);
	const limits = { maxWait: TRANSACTION_LIMIT_MS, timeout: TRANSACTION_LIMIT_MS };
	const prisma = new PrismaClient({ adapter, transactionOptions: limits, errorFormat: "minimal" });
	try {
		await migrateDatabase(file, migrations);
		await prisma.$connect();
	} catch (error) {
		throw databaseError(error, file);
	}
	return new OpenDatabase(prisma, file, adapter);
}

class OpenDatabase implements Database {
	readonly #underWay = new Set<Promise<unknown>>();
	#closing: Promise<void> | null = null;

	constructor(
		readonly prisma: PrismaClient,
		readonly path: string,
		private readonly adapter: SqliteAdapter,
	) {}

	read<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
		return this.#track(() => work(this.prisma));
	}

	write<T>(work: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T> {
		return this.#track(() => this.prisma.$transaction(work));
	}

	giveBack(pages: number): Promise<void> {
		return this.#track(() => this.adapter.runToItsEnd(`PRAGMA incremental_vacuum(${Math.floor(pages)})`));
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #track<T>(work: () => Promise<T>): Promise<T> {
		if (this.#closing)
			throw new NightshiftError("database-unavailable", `${this.path} was closed; Nightshift is stopping.`);
		const promise = work();
		this.#underWay.add(promise);
		try {
			return await promise;
		} catch (error) {
			throw databaseError(error, this.path);
		} finally {
			this.#underWay.delete(promise);
		}
	}

	async #close(): Promise<void> {
		await Promise.allSettled(this.#underWay);
		this.adapter.close();
		await this.prisma.$disconnect();
	}
}
