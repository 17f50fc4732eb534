import { randomUUID } from "node:crypto";
import { close, open } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import Sqlite from "better-sqlite3";
import { VERSION } from "../config/package-root.ts";
import { NightshiftError } from "../contract/errors.ts";
import { type AppliedMigration, type Migration, pendingMigrations, readMigrations } from "./migrations.ts";
import { BLOCKING_WAIT_MS, patiently } from "./patience.ts";

/** How long to wait while another process migrates: a large database can take a while. */
const MIGRATION_WAIT_MS = 120_000;

/** Prisma's own form, so that its tools understand the database; its times are Unix milliseconds. */
const RECORD_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * Creates the database when it is missing (0600) and applies the migrations it lacks, each in a transaction together with
 * its record: whoever is killed in the middle leaves it as it was before that migration, and several processes may do
 * this at once. A database that is newer, changed, foreign or damaged is refused and not written to.
 */
export async function migrateDatabase(path: string, folder: string): Promise<void> {
	const known = await readMigrations(folder);
	await createFile(path);
	const connection = new Sqlite(path, { timeout: BLOCKING_WAIT_MS, fileMustExist: true });
	try {
		const missing = () => pendingMigrations(known, readApplied(connection, path), { path, version: VERSION });
		const pending = await patiently(missing);
		await switchToWriteAheadLog(connection, path);
		// SQLite ignores this pragma within a transaction; what a migration breaks is checked before it is committed.
		connection.pragma("foreign_keys = OFF");
		for (const migration of pending) {
			await patiently(() => connection.exec("BEGIN IMMEDIATE"), MIGRATION_WAIT_MS);
			try {
				// Another process may have applied it while this one waited.
				if (missing().includes(migration)) apply(connection, migration, path);
				connection.exec("COMMIT");
			} finally {
				if (connection.inTransaction) connection.exec("ROLLBACK");
			}
		}
	} finally {
		connection.close();
	}
}

async function createFile(path: string): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	await promisify(close)(await promisify(open)(path, "a", 0o600));
}

async function switchToWriteAheadLog(connection: Sqlite.Database, path: string): Promise<void> {
	if (connection.pragma("journal_mode", { simple: true }) === "wal") return;
	// Only takes effect on a database without a page, so it comes before everything that writes one.
	connection.pragma("auto_vacuum = INCREMENTAL");
	// Two processes that switch at once refuse each other without waiting.
	const mode = await patiently(() => connection.pragma("journal_mode = WAL", { simple: true }));
	if (mode === "wal") return;
	const sentence = `${path} is on a disk that several programs cannot share (a network folder?); choose another state directory with --home.`;
	throw new NightshiftError("database-unavailable", sentence, { path, journalMode: mode });
}

function readApplied(connection: Sqlite.Database, path: string): AppliedMigration[] {
	const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
	if (tables.length === 0) return [];
	if (!tables.includes("_prisma_migrations")) {
		const sentence = `${path} is a database of another program; move it away, or choose another state directory with --home.`;
		throw new NightshiftError("database-unavailable", sentence, { path });
	}
	const rows = connection
		.prepare(
			`SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
			FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
		)
		.all() as { name: string; checksum: string; finished: number }[];
	return rows.map((row) => ({ ...row, finished: row.finished === 1 }));
}

/** Within a transaction. */
function apply(connection: Sqlite.Database, { name, sql, checksum }: Migration, path: string): void {
	const startedAt = Date.now();
	connection.exec(RECORD_TABLE);
	try {
		connection.exec(sql);
	} catch (error) {
		// A full disk or a damaged file has a sentence of its own; this is about the SQL.
		if (!(error instanceof Sqlite.SqliteError && /^SQLITE_(ERROR|CONSTRAINT)/.test(error.code))) throw error;
		throw refused(name, path, error.message, error);
	}
	const broken = connection.pragma("foreign_key_check") as unknown[];
	if (broken.length > 0) throw refused(name, path, `${broken.length} rows would refer to nothing`);
	connection
		.prepare(
			`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
			VALUES (?, ?, ?, ?, ?, 1)`,
		)
		.run(randomUUID(), checksum, name, startedAt, Date.now());
}

function refused(name: string, path: string, why: string, cause?: unknown): NightshiftError {
	const sentence = `Migration ${name} does not fit ${path} (${why}); nothing was changed: install the former version again, or put a backup in its place.`;
	return new NightshiftError("database-unavailable", sentence, { path, migration: name }, { cause });
}
