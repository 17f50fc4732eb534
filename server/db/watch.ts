import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { databaseError } from "./errors.ts";
import { BLOCKING_WAIT_MS } from "./patience.ts";

/** When to look after the file was touched, in ms: a commit becomes visible shortly *after* its last write. */
const LOOKS_MS = [0, 3, 12, 50];
/** For what the file watcher does not tell (network folders, a lost event). */
const POLL_MS = 1_000;
/** Without a file watcher (none left to give, or the folder went away). */
const POLL_ALONE_MS = 100;

/** One watch of a file in this process, whatever the number of those who want to know. */
const followers = new Map<string, Follower>();

/**
 * Calls `onChange` within some 20 ms after another connection, of this process or any other, has committed to the
 * database. Several commits may be told as one, and now and then one is told that changed nothing: look, do not count.
 * When the database cannot be read any more it is told too, so that whoever reads next finds the reason.
 *
 * The database's folder is watched, and `PRAGMA data_version` says whether it was a commit: idle, this costs one such look
 * a second (some 10 µs).
 * @throws NightshiftError `database-unavailable` when the database cannot be opened
 */
export function watchDatabase(path: string, onChange: () => void): { close(): void } {
	const file = resolve(path);
	const follower = followers.get(file) ?? new Follower(file, () => followers.delete(file));
	followers.set(file, follower);
	return follower.add(onChange);
}

class Follower {
	readonly #listeners = new Set<{ tell: () => void }>();
	readonly #connection: Sqlite.Database;
	readonly #readVersion: Sqlite.Statement;
	readonly #name: string;
	/** Unknown at first: what is committed between the caller's last look and this one is told. */
	#version: unknown = null;
	#files: FSWatcher | null = null;
	#poll: NodeJS.Timeout;
	#timer: NodeJS.Timeout | null = null;
	/** Index into LOOKS_MS of the look that is next. */
	#look = 0;

	constructor(
		path: string,
		private readonly onEmpty: () => void,
	) {
		this.#name = basename(path);
		this.#connection = connect(path);
		this.#readVersion = this.#connection.prepare("PRAGMA data_version").pluck();
		this.#watchFiles(dirname(path));
		this.#poll = this.#pollEvery(this.#files ? POLL_MS : POLL_ALONE_MS);
	}

	add(tell: () => void): { close(): void } {
		const listener = { tell };
		this.#listeners.add(listener);
		return {
			close: () => {
				if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#end();
			},
		};
	}

	#watchFiles(folder: string): void {
		try {
			// The folder and not the file: the write-ahead log comes and goes.
			this.#files = watch(folder, (_event, name) => {
				if (name === null || name === this.#name || name === `${this.#name}-wal`) this.#touched();
			});
			this.#files.on("error", () => this.#goOnAlone());
		} catch {
			// Out of watches (ENOSPC, EMFILE), or no such thing on this disk: polling finds every change too.
			this.#files = null;
		}
	}

	#goOnAlone(): void {
		this.#files?.close();
		this.#files = null;
		clearInterval(this.#poll);
		this.#poll = this.#pollEvery(POLL_ALONE_MS);
	}

	#pollEvery(ms: number): NodeJS.Timeout {
		return setInterval(() => this.#check(), ms);
	}

	/** Starts the looks anew, unless the first one is due anyway: a flood of writes must not put it off for ever. */
	#touched(): void {
		if (this.#timer && this.#look === 0) return;
		if (this.#timer) clearTimeout(this.#timer);
		this.#look = 0;
		this.#schedule();
	}

	#schedule(): void {
		const wait = LOOKS_MS[this.#look];
		if (wait === undefined) return;
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#look += 1;
			this.#schedule();
			this.#check();
		}, wait);
	}

	#check(): void {
		if (this.#changed()) for (const { tell } of [...this.#listeners]) tell();
	}

	#changed(): boolean {
		try {
			const version = this.#readVersion.get();
			if (version === this.#version) return false;
			this.#version = version;
			return true;
		} catch {
			// Whoever is told will read, and get the error with its sentence.
			return true;
		}
	}

	#end(): void {
		this.onEmpty();
		this.#files?.close();
		clearInterval(this.#poll);
		if (this.#timer) clearTimeout(this.#timer);
		this.#connection.close();
	}
}

/** @throws NightshiftError `database-unavailable`, also when the file is not a database */
function connect(path: string): Sqlite.Database {
	try {
		const connection = new Sqlite(path, { fileMustExist: true, timeout: BLOCKING_WAIT_MS });
		connection.pragma("query_only = ON");
		return connection;
	} catch (error) {
		throw databaseError(error, path);
	}
}
