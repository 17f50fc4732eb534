import { statSync } from "node:fs";
import { NightshiftError } from "../contract/errors.ts";
import { type Database, openDatabase } from "../db/open.ts";

const FIRST_RETRY_MS = 1_000;
const SLOWEST_RETRY_MS = 30_000;

export interface DatabaseLinkOptions {
	path: string;
	/** The database is open: for the first time, or again. */
	onOpen(database: Database): void;
	/** It is not, and this is why. */
	onLost(error: NightshiftError): void;
	logger: { info(context: object, message: string): void; error(context: object, message: string): void };
}

/**
 * The database as the dashboard has it: it may be unavailable at the start or break later, and the dashboard runs and
 * supervises all the same. It is tried again, ever more slowly, until somebody has mended it.
 */
export class DatabaseLink {
	private database: Database | null = null;
	private reason = new NightshiftError("database-unavailable", "The database is not open yet; try again in a moment.");
	private inode = 0;
	private retryMs = FIRST_RETRY_MS;
	private timer: NodeJS.Timeout | undefined;
	private closed = false;

	constructor(private readonly options: DatabaseLinkOptions) {}

	/** The first attempt; resolves whether or not it opened. */
	async open(): Promise<void> {
		const { path, onOpen, onLost, logger } = this.options;
		try {
			const database = await openDatabase(path);
			if (this.closed) return void (await database.close());
			this.inode = inodeOf(path);
			this.database = database;
			onOpen(database);
			this.retryMs = FIRST_RETRY_MS;
			logger.info({ path }, "the database is open");
		} catch (error) {
			await this.letGo();
			if (this.closed) return;
			this.reason = asUnavailable(error, path);
			logger.error({ err: error, path }, "the database cannot be opened");
			onLost(this.reason);
			this.timer = setTimeout(() => void this.open(), this.retryMs).unref();
			this.retryMs = Math.min(this.retryMs * 2, SLOWEST_RETRY_MS);
		}
	}

	/**
	 * The database, for one piece of work. Looks at the file each time (a stat, some microseconds): what is written to one
	 * that was deleted or replaced would be lost.
	 *
	 * @throws NightshiftError `database-unavailable` or `database-newer`, with what to do
	 */
	use(): Database {
		if (!this.database) throw this.reason;
		if (!this.isReplaced()) return this.database;
		void this.reopen();
		const sentence = `${this.options.path} was deleted or replaced; it is being opened anew: try again in a moment.`;
		throw new NightshiftError("database-unavailable", sentence);
	}

	/** The database, or null while it is not available. */
	get current(): Database | null {
		return this.database;
	}

	/** Opens it anew when its file was deleted or replaced. */
	async check(): Promise<void> {
		if (this.isReplaced()) await this.reopen();
	}

	/** Closes it and opens what is there now: for a database that cannot be read any more. */
	async reopen(): Promise<void> {
		if (!this.database) return;
		await this.letGo();
		if (!this.closed) await this.open();
	}

	async close(): Promise<void> {
		this.closed = true;
		clearTimeout(this.timer);
		await this.letGo();
	}

	private isReplaced(): boolean {
		return this.database !== null && inodeOf(this.options.path) !== this.inode;
	}

	private async letGo(): Promise<void> {
		const database = this.database;
		this.database = null;
		try {
			await database?.close();
		} catch (error) {
			this.options.logger.error({ err: error }, "the database could not be closed properly");
		}
	}
}

/** 0: there is no file. */
function inodeOf(path: string): number {
	return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}

function asUnavailable(error: unknown, path: string): NightshiftError {
	if (error instanceof NightshiftError) return error;
	const why = error instanceof Error ? error.message : String(error);
	const sentence = `The database ${path} cannot be opened (${why}); daemons go on, and it is tried again by itself.`;
	return new NightshiftError("database-unavailable", sentence, {}, { cause: error });
}
