import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { prepareChanges } from "../../../server/conversations/apply/apply-changes.ts";
import { untracked } from "../../../server/conversations/apply/tracked-files.ts";
import { PieceSize } from "../../../server/daemons/chat-monitor/piece-size.ts";
import { RecordKeeper } from "../../../server/daemons/chat-monitor/record-keeper.ts";
import type { Change } from "../../../server/transcripts/changes.ts";
import { tempDatabase } from "../../support/database.ts";
import { tempHome } from "../../support/temp-home.ts";

const FILE = untracked({ source: "claude", path: "/t/one.jsonl", file: "1:1" });
const BYTES = 100;

async function piece(key: string, file = FILE) {
	const at = "2026-11-20T10:00:00.000Z";
	const changes: Change[] = [
		{ type: "about", session: "s" },
		{ type: "turn", key, role: "user", at, text: key },
	];
	const progress = { offset: 10, head: "", tail: "", lines: 1, carry: null };
	const told = await prepareChanges(changes, progress, async (texts) => ({ texts: [...texts], found: 0 }));
	return { file, told };
}

function pieces(keys: readonly string[]) {
	return Promise.all(keys.map((key, index) => piece(key, untracked({ ...FILE, file: `1:${index + 10}` }))));
}

/** Counts the transactions. */
class Counted extends PieceSize {
	transactions = 0;

	override took(ms: number): void {
		this.transactions += 1;
		super.took(ms);
	}
}

test("what is handed in at once is stored in that order and in few transactions, and closing waits for it", async () => {
	const db = await tempDatabase();
	const size = new Counted();
	const keeper = new RecordKeeper(db.path, size);
	const keys = Array.from({ length: 50 }, (_, index) => `number ${index}`);
	const stored = (await pieces(keys)).map((one) => keeper.store(one, BYTES));
	await keeper.close();
	expect((await Promise.all(stored)).map(({ added }) => added)).toEqual(keys.map(() => 1));
	const turns = await db.prisma.conversationTurn.findMany({ orderBy: { id: "asc" } });
	expect(turns.map(({ text }) => text)).toEqual(keys);
	expect(size.transactions).toBe(2); // the first goes at once
});

test("no more is stored in one transaction than a piece may have", async () => {
	const db = await tempDatabase();
	const size = new Counted();
	const keeper = new RecordKeeper(db.path, size);
	const some = await pieces(["a", "b", "c", "d", "e"]);
	await Promise.all(some.map((one) => keeper.store(one, size.size)));
	await keeper.close();
	expect(size.transactions).toBe(some.length);
});

test("one that cannot be stored does not keep those from it that came with it", async () => {
	const db = await tempDatabase();
	const keeper = new RecordKeeper(db.path, new PieceSize());
	onTestFinished(() => keeper.close());
	const some = await pieces(["a", "b", "c", "d"]);
	some[2]?.told.sessions[0]?.usage.set("broken", { model: null, amounts: null as never });
	const ends = await Promise.allSettled(some.map((one) => keeper.store(one, BYTES)));
	expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
	const turns = await db.prisma.conversationTurn.findMany({ orderBy: { id: "asc" } });
	expect(turns.map(({ text }) => text)).toEqual(["a", "b", "d"]);
});

test("what goes wrong in the database can be tried again", async () => {
	const db = await tempDatabase();
	const keeper = new RecordKeeper(db.path, new PieceSize());
	onTestFinished(() => keeper.close());
	await db.prisma.$executeRawUnsafe(`ALTER TABLE "ConversationTurn" RENAME TO "Hidden"`);
	const one = await piece("a");
	await expect(keeper.store(one, BYTES)).rejects.toMatchObject({ code: "database-unavailable" });
	await db.prisma.$executeRawUnsafe(`ALTER TABLE "Hidden" RENAME TO "ConversationTurn"`);
	expect((await keeper.store(one, BYTES)).added).toBe(1);
});

test("a database that another one holds is waited for once for all that comes together", async () => {
	const db = await tempDatabase();
	const keeper = new RecordKeeper(db.path, new PieceSize());
	onTestFinished(() => keeper.close());
	const other = new Sqlite(db.path);
	onTestFinished(() => void other.close());
	other.exec("BEGIN IMMEDIATE");
	const some = await pieces(Array.from({ length: 20 }, (_, index) => `number ${index}`));
	const ends = await Promise.allSettled(some.map((one) => keeper.store(one, BYTES)));
	for (const end of ends) expect(end).toMatchObject({ status: "rejected", reason: { code: "database-unavailable" } });
	other.exec("ROLLBACK");
	await Promise.all(some.map((one) => keeper.store(one, BYTES)));
	expect(await db.prisma.conversationTurn.count()).toBe(some.length);
});

test("a thread that cannot go on fails all that waits for it, and all that comes later", async () => {
	const paths = await tempHome();
	const keeper = new RecordKeeper(join(paths.home, "none.db"), new PieceSize());
	const waiting = (await pieces(["a", "b"])).map((one) => keeper.store(one, BYTES));
	for (const one of waiting) await expect(one).rejects.toThrow("none.db");
	await expect(keeper.failed).rejects.toThrow("none.db");
	await expect(keeper.store(await piece("c"), BYTES)).rejects.toThrow("none.db");
	await keeper.close();
});
