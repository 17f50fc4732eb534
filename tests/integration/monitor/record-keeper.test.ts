import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { prepareChanges } from "../../../server/conversations/apply/apply-changes.ts";
import { untracked } from "../../../server/conversations/apply/tracked-files.ts";
import { RecordKeeper } from "../../../server/daemons/chat-monitor/record-keeper.ts";
import type { Change } from "../../../server/transcripts/changes.ts";
import { tempDatabase } from "../../support/database.ts";
import { tempHome } from "../../support/temp-home.ts";

const FILE = untracked({ source: "claude", path: "/t/one.jsonl", file: "1:1" });

function told(key: string, text: string) {
	const at = "2026-11-20T10:00:00.000Z";
	const changes: Change[] = [
		{ type: "about", session: "s" },
		{ type: "turn", key, role: "user", at, text },
	];
	const progress = { offset: 10, head: "", tail: "", lines: 1, carry: null };
	return prepareChanges(changes, progress, async (texts) => ({ texts: [...texts], found: 0 }));
}

test("what is handed in at once is stored in that order, and closing waits for it", async () => {
	const db = await tempDatabase();
	const keeper = new RecordKeeper(db.path);
	const first = keeper.store(FILE, await told("a", "one"));
	const { applied } = await first;
	const row = { ...FILE, id: applied.id, session: applied.session };
	const words = ["two", "three", "four", "five"];
	const stored = (await Promise.all(words.map((text) => told(text, text)))).map((one) => keeper.store(row, one));
	await keeper.close();
	expect((await Promise.all(stored)).map((one) => one.applied.added)).toEqual([1, 1, 1, 1]);
	const turns = await db.prisma.conversationTurn.findMany({ orderBy: { id: "asc" } });
	expect(turns.map(({ text }) => text)).toEqual(["one", ...words]);
});

test("what goes wrong in the database can be tried again", async () => {
	const db = await tempDatabase();
	const keeper = new RecordKeeper(db.path);
	onTestFinished(() => keeper.close());
	await db.prisma.$executeRawUnsafe(`ALTER TABLE "ConversationTurn" RENAME TO "Hidden"`);
	const one = await told("a", "one");
	await expect(keeper.store(FILE, one)).rejects.toMatchObject({ code: "database-unavailable" });
	await db.prisma.$executeRawUnsafe(`ALTER TABLE "Hidden" RENAME TO "ConversationTurn"`);
	expect((await keeper.store(FILE, one)).applied.added).toBe(1);
});

test("a thread that cannot go on fails all that waits for it, and all that comes later", async () => {
	const paths = await tempHome();
	const keeper = new RecordKeeper(join(paths.home, "none.db"));
	const one = await told("a", "one");
	await expect(keeper.store(FILE, one)).rejects.toThrow("none.db");
	await expect(keeper.failed).rejects.toThrow("none.db");
	await expect(keeper.store(FILE, one)).rejects.toThrow("none.db");
	await keeper.close();
});
