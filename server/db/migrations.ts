import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { NightshiftError } from "../contract/errors.ts";

export interface Migration {
	/** The folder's name, `0001_spine`: names sort in the order of application. */
	name: string;
	sql: string;
	/** SHA-256 of the SQL in hex, as Prisma records it. */
	checksum: string;
}

/** A row of `_prisma_migrations`. */
export interface AppliedMigration {
	name: string;
	checksum: string;
	finished: boolean;
}

/**
 * The migrations in `folder`, in order.
 * @throws NightshiftError `database-unavailable` when the folder or a file of it is missing
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
	try {
		const entries = await readdir(folder, { withFileTypes: true });
		const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
		return await Promise.all(names.sort().map((name) => readMigration(folder, name)));
	} catch (cause) {
		const sentence = `The migrations in ${folder} cannot be read; install Nightshift again.`;
		throw new NightshiftError("database-unavailable", sentence, { folder }, { cause });
	}
}

async function readMigration(folder: string, name: string): Promise<Migration> {
	const text = await readFile(join(folder, name, "migration.sql"), "utf8");
	// A checkout on Windows may have other line ends; it is the same migration.
	const sql = text.replaceAll("\r\n", "\n");
	return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

/**
 * The known migrations that are still to be applied, in order.
 * @throws NightshiftError `database-newer` when the database has one that this version does not know;
 *   `database-unavailable` when one was changed after it was applied, or was begun by another tool and not finished.
 */
export function pendingMigrations(
	known: readonly Migration[],
	applied: readonly AppliedMigration[],
	context: { path: string; version: string },
): Migration[] {
	const byName = new Map(known.map((migration) => [migration.name, migration]));
	for (const { name, checksum, finished } of applied) {
		const migration = byName.get(name);
		if (!migration) throw newerSchema(name, context);
		if (!finished) {
			const sentence = `Migration ${name} was begun on ${context.path} by another tool and not finished; put a backup in its place.`;
			throw new NightshiftError("database-unavailable", sentence, { path: context.path, migration: name });
		}
		if (migration.checksum !== checksum) {
			const sentence = `Migration ${name} was changed after it was applied to ${context.path}; install the version that made this database again.`;
			throw new NightshiftError("database-unavailable", sentence, { path: context.path, migration: name });
		}
	}
	const done = new Set(applied.map(({ name }) => name));
	return known.filter(({ name }) => !done.has(name));
}

function newerSchema(migration: string, { path, version }: { path: string; version: string }): NightshiftError {
	return new NightshiftError(
		"database-newer",
		`The database ${path} was made by a newer Nightshift (it has migration ${migration}, unknown to ${version}); install the newer version, or choose another state directory with --home.`,
		{ path, migration, version },
	);
}
