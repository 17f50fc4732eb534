import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { listQuestions } from "../../../server/inbox/list-questions.ts";
import { tempDatabase } from "../../support/database.ts";
import { migrationsWith } from "../../support/migrations.ts";
import { tempHome } from "../../support/temp-home.ts";

/** One sentence, that names the file and says what to do. */
function unavailable(path: string, what: RegExp) {
	return { code: "database-unavailable", message: expect.stringMatching(what), details: { path } };
}

test("a file that is no database is refused and kept", async () => {
	const { database } = await tempHome();
	const text = "This is a shopping list, and a long one at that: milk, bread, butter.\n".repeat(100);
	await writeFile(database, text);
	await expect(openDatabase(database)).rejects.toMatchObject({
		code: "database-unavailable",
		message: `${database} is not a database; move it away, or put a backup in its place.`,
	});
	expect(await readFile(database, "utf8")).toBe(text);
});

test("a damaged database is refused and kept", async () => {
	const { database } = await tempHome();
	const db = await openDatabase(database);
	for (let number = 0; number < 50; number++) await askQuestion(db, { title: "x".repeat(1000) });
	await db.close();
	const damaged = (await readFile(database)).subarray(0, 8192);
	await writeFile(database, damaged);
	await expect(openDatabase(database)).rejects.toMatchObject({
		code: "database-unavailable",
		message: expect.stringContaining("is damaged; put a backup in its place"),
	});
	expect((await readFile(database)).equals(damaged)).toBe(true);
});

test("another program's database is refused and gets no table of ours", async () => {
	const { database } = await tempHome();
	const other = new Sqlite(database);
	other.exec("CREATE TABLE Recipes (id INTEGER)");
	await expect(openDatabase(database)).rejects.toThrow("is a database of another program");
	expect(other.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["Recipes"]);
	other.close();
});

test("a folder in the database's place, and a file in its folder's, are named", async () => {
	const { home, database } = await tempHome();
	await mkdir(database);
	await expect(openDatabase(database)).rejects.toThrow(`${database} is a folder where a database should be`);
	await writeFile(join(home, "file"), "");
	await expect(openDatabase(join(home, "file", "nightshift.db"))).rejects.toThrow("is not a folder");
});

test.runIf(process.platform === "linux")("a place where nothing can be made is named", async () => {
	await expect(openDatabase("/proc/nightshift.db")).rejects.toMatchObject({
		code: "database-unavailable",
		message: expect.stringMatching(/^\/proc\/nightshift\.db .*choose another state directory|make the file/),
	});
});

test.skipIf(process.getuid?.() === 0)("a file that may not be written is named", async () => {
	const { database } = await tempHome();
	await (await openDatabase(database)).close();
	await chmod(database, 0o400);
	await expect(openDatabase(database)).rejects.toThrow("make the file and its folder writable for your user");
});

test("a full disk refuses the question in one sentence, and the next one goes in when there is room", async () => {
	const db = await tempDatabase();
	const pages = async (limit: number) => db.prisma.$queryRawUnsafe(`PRAGMA max_page_count = ${limit}`);
	await pages(1);
	await expect(askQuestion(db, { title: "Big", body: "x".repeat(500_000) })).rejects.toMatchObject(
		unavailable(db.path, /^There is no room on the disk to write .*; free some space and try again\.$/),
	);
	await pages(1_000_000);
	expect((await askQuestion(db, { title: "Big", body: "x".repeat(500_000) })).ticket).toBe("Q-1");
});

test("a lock that is never let go fails the write in one sentence, while reads go on", async () => {
	const db = await tempDatabase();
	const holder = new Sqlite(db.path);
	onTestFinished(() => void holder.close());
	holder.exec("BEGIN IMMEDIATE");
	let failed = false;
	const write = askQuestion(db, { title: "In vain" }).catch((error) => {
		failed = true;
		throw error;
	});
	const read = listQuestions(db);
	expect((await read).questions).toEqual([]);
	expect(failed).toBe(false);
	await expect(write).rejects.toMatchObject(unavailable(db.path, /is held by another program/));
	holder.exec("COMMIT");
	expect((await askQuestion(db, { title: "Now" })).ticket).toBe("Q-1");
}, 20_000);

test("a commit that fails leaves no transaction open behind it", async () => {
	const { database } = await tempHome();
	const deferred = `CREATE TABLE Parent (id INTEGER PRIMARY KEY);
		CREATE TABLE Child (parent INTEGER REFERENCES Parent(id) DEFERRABLE INITIALLY DEFERRED);`;
	const db = await openDatabase(database, await migrationsWith({ "0090_deferred": deferred }));
	onTestFinished(() => db.close());
	await expect(
		db.write((transaction) => transaction.$executeRawUnsafe("INSERT INTO Child VALUES (99)")),
	).rejects.toThrow();
	const { ticket } = await askQuestion(db, { title: "Afterwards" });
	const look = new Sqlite(database);
	onTestFinished(() => void look.close());
	expect(look.prepare("SELECT count(*) FROM Child").pluck().get()).toBe(0);
	expect(look.prepare("SELECT 'Q-' || id FROM Question").pluck().all()).toEqual([ticket]);
});

test.each([
	["JSON", "UPDATE Question SET options = '{oh no'"],
	["a date", "UPDATE Question SET createdAt = 'yesterday'"],
])("a record with broken %s is said to be one", async (_what, sql) => {
	const db = await tempDatabase();
	await askQuestion(db, { title: "Fine so far" });
	const vandal = new Sqlite(db.path);
	vandal.exec(sql);
	vandal.close();
	await expect(listQuestions(db)).rejects.toMatchObject(unavailable(db.path, /holds a record that cannot be read/));
});

test("a table that went missing is said to be", async () => {
	const db = await tempDatabase();
	const vandal = new Sqlite(db.path);
	vandal.exec("DROP TABLE Question");
	vandal.close();
	await expect(listQuestions(db)).rejects.toMatchObject(unavailable(db.path, /lacks something it needs/));
});
