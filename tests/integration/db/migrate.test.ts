import { once } from "node:events";
import { watch } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { forkWorker } from "../../support/inbox-worker.ts";
import { migrationsWith, OWN_MIGRATIONS } from "../../support/migrations.ts";
import { tempHome } from "../../support/temp-home.ts";

function ask(path: string, sql: string): unknown {
	const connection = new Sqlite(path, { fileMustExist: true });
	try {
		return connection.prepare(sql).pluck().all();
	} finally {
		connection.close();
	}
}

const NAMES = "SELECT migration_name FROM _prisma_migrations ORDER BY migration_name";
const ROWS = 400_000;
const BIG = `CREATE TABLE Big (id INTEGER PRIMARY KEY, text TEXT);
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
	INSERT INTO Big SELECT i, printf('%064d', i) FROM n;`;

/** Resolves when the write-ahead log has grown to this many bytes: a transaction is well under way. */
async function logGrown(database: string, bytes: number): Promise<void> {
	const watcher = watch(dirname(database));
	try {
		while (((await stat(`${database}-wal`).catch(() => null))?.size ?? 0) < bytes) await once(watcher, "change");
	} finally {
		watcher.close();
	}
}

test("a process killed in the middle of a migration leaves a database that the next open completes", async () => {
	const { database } = await tempHome();
	await (await openDatabase(database)).close();
	const migrations = await migrationsWith({ "0090_big": BIG, "0091_after": "CREATE TABLE After (id INTEGER);" });

	const worker = forkWorker(database, migrations);
	await logGrown(database, 2_000_000);
	worker.kill();
	expect(await worker.exited).toBe("SIGKILL");
	expect(ask(database, NAMES)).toEqual(OWN_MIGRATIONS);
	expect(ask(database, "SELECT name FROM sqlite_schema WHERE name = 'Big'")).toEqual([]);

	await (await openDatabase(database, migrations)).close();
	expect(ask(database, NAMES)).toEqual([...OWN_MIGRATIONS, "0090_big", "0091_after"]);
	expect(ask(database, "SELECT count(*) FROM Big")).toEqual([ROWS]);
}, 60_000);

test("processes that find the same migrations to do share the work", async () => {
	const { database } = await tempHome();
	const migrations = await migrationsWith({ "0090_big": BIG });
	const workers = Array.from({ length: 3 }, () => forkWorker(database, migrations));
	await Promise.all(workers.map(({ opened }) => opened));
	expect(ask(database, NAMES)).toEqual([...OWN_MIGRATIONS, "0090_big"]);
	expect(ask(database, "SELECT count(*) FROM Big")).toEqual([ROWS]);
}, 60_000);

test("a database of a newer version is refused by name of its migration, and stays as it is", async () => {
	const { database } = await tempHome();
	const newer = await migrationsWith({ "0099_future": "CREATE TABLE Future (id INTEGER);" });
	await (await openDatabase(database, newer)).close();
	const before = await readFile(database);

	await expect(openDatabase(database)).rejects.toMatchObject({
		code: "database-newer",
		message: expect.stringMatching(/0099_future.*install the newer version/),
	});
	expect((await readFile(database)).equals(before)).toBe(true);
});

test("a migration that was changed after it was applied is refused", async () => {
	const { database } = await tempHome();
	const migrations = await migrationsWith({ "0090_more": "CREATE TABLE More (id INTEGER);" });
	await (await openDatabase(database, migrations)).close();
	await writeFile(join(migrations, "0090_more", "migration.sql"), "CREATE TABLE Other (id INTEGER);");
	await expect(openDatabase(database, migrations)).rejects.toMatchObject({
		code: "database-unavailable",
		message: expect.stringContaining("0090_more was changed after it was applied"),
	});
});

test("a migration with Windows line ends is the same migration", async () => {
	const { database } = await tempHome();
	const sql = "CREATE TABLE More (id INTEGER);\nCREATE TABLE Evenmore (id INTEGER);\n";
	await (await openDatabase(database, await migrationsWith({ "0090_more": sql }))).close();
	const windows = await migrationsWith({ "0090_more": sql.replaceAll("\n", "\r\n") });
	await (await openDatabase(database, windows)).close();
});

test("a migration that does not fit changes nothing, and says which one it was", async () => {
	const { database } = await tempHome();
	await (await openDatabase(database)).close();
	const migrations = await migrationsWith({
		"0090_bad": "CREATE TABLE Half (id INTEGER); INSERT INTO Nowhere VALUES (1);",
	});
	await expect(openDatabase(database, migrations)).rejects.toMatchObject({
		code: "database-unavailable",
		message: expect.stringMatching(/0090_bad.*no such table.*nothing was changed/),
	});
	expect(ask(database, NAMES)).toEqual(OWN_MIGRATIONS);
	expect(ask(database, "SELECT name FROM sqlite_schema WHERE name = 'Half'")).toEqual([]);
	await (await openDatabase(database)).close();
});

test("a migration may rebuild a table that others refer to, but not break what they refer to", async () => {
	const { database } = await tempHome();
	const tables = `CREATE TABLE Parent (id INTEGER PRIMARY KEY);
		CREATE TABLE Child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES Parent(id));
		INSERT INTO Parent VALUES (1); INSERT INTO Child VALUES (1, 1);`;
	const rebuild = `CREATE TABLE NewParent (id INTEGER PRIMARY KEY, name TEXT);
		INSERT INTO NewParent SELECT id, 'kept' FROM Parent; DROP TABLE Parent; ALTER TABLE NewParent RENAME TO Parent;`;
	await (await openDatabase(database, await migrationsWith({ "0090_t": tables, "0091_rebuild": rebuild }))).close();
	expect(ask(database, "SELECT name FROM Parent")).toEqual(["kept"]);

	const breaking = { "0090_t": tables, "0091_rebuild": rebuild, "0092_break": "DELETE FROM Parent;" };
	await expect(openDatabase(database, await migrationsWith(breaking))).rejects.toThrow("1 rows would refer to nothing");
	expect(ask(database, "SELECT name FROM Parent")).toEqual(["kept"]);
});

test("migrations that are missing are an incomplete installation", async () => {
	const { home, database } = await tempHome();
	await expect(openDatabase(database, join(home, "nowhere"))).rejects.toMatchObject({
		code: "database-unavailable",
		message: expect.stringContaining("install Nightshift again"),
	});
});
