import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { consolidateDue } from "../../../server/conversations/backup/consolidate.ts";
import { carryOutOrders } from "../../../server/conversations/backup/orders.ts";
import { removeOldBackups } from "../../../server/conversations/backup/retention.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, filesIn, readJson, store, textOf } from "./record.ts";

const DAY_MS = 86_400_000;

async function start() {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const folder = paths.chats;
	for (const day of ["01", "20"]) {
		await store(db, "claude", `of-${day}`, [bchat(`2026-11-${day}T09:00:00.000Z`)]);
		await carryOutOrders(db, { folder, zone: "UTC", now: new Date(`2026-11-${day}T09:00:01.000Z`) });
	}
	return { db, folder };
}

test("old backups go with their entries; the record, newer ones and what is not ours stay", async () => {
	const { db, folder } = await start();
	// The last has such a name as ours have, and is no log.
	const foreign = [
		"notes.txt",
		"chat_log_mine.json",
		"chat_backup_old.md",
		"chat_log_claude_20200101T000000Z_mine.json",
	];
	for (const name of foreign) {
		writeFileSync(join(folder, name), "mine");
		utimesSync(join(folder, name), 0, 0);
	}
	writeFileSync(join(folder, "chat_index.json.damaged-20261101T090000000Z"), "x");
	writeFileSync(join(folder, "chat_index.json.damaged-20261119T090000000Z"), "x");
	const now = new Date("2026-11-21T09:00:00.000Z");
	expect(await removeOldBackups({ folder, keepMs: 10 * DAY_MS, now })).toEqual([
		"chat_log_claude_20261101T090000Z_of-01.json",
		"chat_backup_2026-11-01.md",
		"chat_index.json.damaged-20261101T090000000Z",
	]);
	expect(filesIn(folder)).toEqual(
		[
			...foreign,
			"chat_index.json",
			"chat_index.json.damaged-20261119T090000000Z",
			"context_summary.json",
			"chat_log_claude_20261120T090000Z_of-20.json",
			"chat_backup_2026-11-20.md",
		].sort(),
	);
	for (const name of foreign) expect(textOf(folder, name)).toBe("mine");
	const index = readJson(folder, "chat_index.json");
	expect(index.conversations.map(({ sessionId }: { sessionId: string }) => sessionId)).toEqual(["of-20"]);
	expect(index.days.map(({ day }: { day: string }) => day)).toEqual(["2026-11-20"]);
	expect(readJson(folder, "context_summary.json").latestSessions).toHaveLength(1);
	expect(await db.prisma.conversation.count()).toBe(2);
	expect(await db.prisma.conversationTurn.count()).toBe(2);
	// Gone is gone: it is not made again by itself.
	await carryOutOrders(db, { folder, zone: "UTC", now });
	await consolidateDue(db, { folder, zone: "UTC", now, keepMs: 10 * DAY_MS });
	expect(filesIn(folder)).not.toContain("chat_backup_2026-11-01.md");
	expect(await removeOldBackups({ folder, keepMs: 10 * DAY_MS, now })).toEqual([]);
});

test("without a limit everything is kept", async () => {
	const { folder } = await start();
	const before = filesIn(folder);
	expect(await removeOldBackups({ folder, keepMs: null, now: new Date("2036-01-01") })).toEqual([]);
	expect(filesIn(folder)).toEqual(before);
});
