import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type BetterSqlite from "better-sqlite3";
import { VERSION } from "../../config/package-root.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { type AppliedMigration, pendingMigrations, readMigrations } from "../../db/migrations.ts";
import { error, type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

const APPLIED = `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
	FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`;
/** How many of a damaged database's complaints are read; the first is shown. */
const COMPLAINTS = 3;
const BUSY_MS = 2_000;

/** Whether the database is whole and of this version. Read-only: it never mends, migrates or checkpoints anything. */
export async function checkDatabase({ paths, root }: Scene): Promise<Finding[]> {
	const path = paths.database;
	if (!existsSync(path)) return [];
	const Database = loadModule(root);
	if (!Database) return [];
	let database: BetterSqlite.Database | undefined;
	try {
		database = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
		const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
		if (tables.length === 0) return [];
		const [complaint] = database.pragma(`quick_check(${COMPLAINTS})`, { simple: false }) as { quick_check: string }[];
		if (complaint && complaint.quick_check !== "ok") return [damaged(path, complaint.quick_check)];
		if (!tables.includes("_prisma_migrations")) return [foreign(path)];
		const rows = database.prepare(APPLIED).all() as { name: string; checksum: string; finished: number }[];
		const applied: AppliedMigration[] = rows.map((row) => ({ ...row, finished: row.finished === 1 }));
		pendingMigrations(await readMigrations(join(root, "prisma", "migrations")), applied, { path, version: VERSION });
		return [];
	} catch (failure) {
		return [explain(path, failure)];
	} finally {
		database?.close();
	}
}

/** Null when it cannot be loaded: that is a finding of its own. */
function loadModule(root: string): typeof BetterSqlite | null {
	try {
		return createRequire(join(root, "package.json"))("better-sqlite3") as typeof BetterSqlite;
	} catch {
		return null;
	}
}

function explain(path: string, failure: unknown): Finding {
	if (failure instanceof NightshiftError) {
		const [what = "", mend = "install the version that made it"] = failure.message.replace(/\.$/, "").split("; ");
		return error(failure.code, what, mend);
	}
	const { code = "", message } = failure as NodeJS.ErrnoException;
	if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(path, message);
	if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
		return hint(
			"database-busy",
			`The database ${path} is locked by another program (${message})`,
			"look again in a moment",
		);
	}
	return error(
		"database-unreadable",
		`The database ${path} cannot be read: ${message}`,
		"correct its permissions, or put a backup in its place",
	);
}

function foreign(path: string): Finding {
	const what = `${path} is a database of another program`;
	return error("database-foreign", what, "move it away, or name another state directory with --home");
}

function damaged(path: string, complaint: string): Finding {
	const what = `The database ${path} is damaged: ${complaint.split("\n", 1)[0]}`;
	return error("database-damaged", what, "run nightshift stop, move the file away, and put a backup in its place");
}
