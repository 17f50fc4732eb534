import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { takeOwnership } from "../../../server/config/ownership.ts";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { consolidateDue, daysToDo } from "../../../server/conversations/backup/consolidate.ts";
import { carryOutOrders } from "../../../server/conversations/backup/orders.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { SmallDisk } from "../../faults/small-disk.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, filesIn, marksOf, readJson, store, typed } from "./record.ts";
import { expectValid } from "./valid.ts";

async function start() {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	await store(db, "claude", "a", [
		typed("2026-11-21T09:00:00.000Z", "x".repeat(100_000)),
		bchat("2026-11-21T09:01:00.000Z"),
	]);
	const open = () => db.prisma.conversationOrder.count({ where: { doneAt: null } });
	const refused = async (folder: string) => {
		const error = await carryOutOrders(db, { folder, zone: "UTC", patienceMs: 100 }).catch((one: unknown) => one);
		expect(error).toBeInstanceOf(NightshiftError);
		expect(await open()).toBeGreaterThan(0);
		return (error as NightshiftError).message;
	};
	return { paths, db, open, refused, options: { folder: paths.chats, zone: "UTC" } };
}

test("on a full disk one sentence says so, what was there stays, and the order is carried out when there is room", async ({
	skip,
}) => {
	const { paths, db, open, refused, options } = await start();
	const disk = SmallDisk.mount(paths.chats, "2m");
	if (!disk) return skip();
	onTestFinished(() => disk.unmount());
	await carryOutOrders(db, options);
	const before = marksOf(paths.chats);
	await store(db, "claude", "a", [
		typed("2026-11-21T09:02:00.000Z", "y".repeat(100_000)),
		bchat("2026-11-21T09:03:00.000Z"),
	]);
	disk.fill();
	const sentence = await refused(paths.chats);
	expect(sentence).toBe(
		`The disk is full (while writing ${join(paths.chats, "chat_log_claude_20261121T090000Z_a.json")}): make room and try again.`,
	);
	expect(marksOf(paths.chats)).toMatchObject(before);
	expect(readdirSync(paths.chats).filter((name) => name.startsWith(".unfinished"))).toEqual([]);
	disk.free();
	await carryOutOrders(db, options);
	expect(await open()).toBe(0);
	expect(readJson(paths.chats, "chat_log_claude_20261121T090000Z_a.json").turns).toHaveLength(4);
	expectValid(paths.chats);
});

test("a file where the folder should be is named, and left alone", async () => {
	const { paths, refused } = await start();
	writeFileSync(paths.chats, "mine");
	const sentence = await refused(paths.chats);
	expect(sentence).toContain(paths.chats);
	expect(sentence).not.toContain("\n");
});

test("a folder where a log should be is put aside like anything else that stands there", async () => {
	const { paths, db, options } = await start();
	const name = "chat_log_claude_20261121T090000Z_a.json";
	mkdirSync(join(paths.chats, name), { recursive: true, mode: 0o700 });
	mkdirSync(join(paths.chats, "chat_index.json"));
	await carryOutOrders(db, options);
	expect(readJson(paths.chats, name).turns).toHaveLength(2);
	expect(filesIn(paths.chats).filter((one) => one.includes(".damaged-"))).toHaveLength(2);
});

test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
	"a folder that may not be written is named with the mend",
	async () => {
		const { paths, refused } = await start();
		mkdirSync(paths.chats, { mode: 0o700 });
		chmodSync(paths.chats, 0o500);
		onTestFinished(() => chmodSync(paths.chats, 0o700));
		expect(await refused(paths.chats)).toContain("correct its permissions");
	},
);

test("whoever is kept waiting by another writer says so, and loses nothing", async () => {
	const { paths, db, open, refused, options } = await start();
	const held = takeOwnership(join(paths.chats, "write.lock"));
	expect(await refused(paths.chats)).toContain("still writing backups");
	held?.release();
	await carryOutOrders(db, options);
	expect(await open()).toBe(0);
});

test("what is wrong with one conversation is said, and keeps no other from its backup", async () => {
	const { paths, db, options } = await start();
	const id = await store(db, "claude", "broken", [
		typed("2026-11-21T09:00:00.000Z", "x"),
		bchat("2026-11-21T09:01:00.000Z"),
	]);
	await store(db, "claude", "well", [bchat("2026-11-21T09:02:00.000Z")]);
	await db.prisma.$executeRaw`UPDATE "ConversationTurn" SET "tool" = '{"name":' WHERE "conversationId" = ${id}`;
	const sentence = (error: unknown) =>
		error instanceof NightshiftError ? `${error.code}: ${error.message}` : String(error);
	expect(await carryOutOrders(db, options).catch(sentence)).toMatch(
		/^internal: The backup of one conversation could not be made, all others were\. Of conversation \d+: The database .* holds a record that cannot be read/,
	);
	const open = await db.prisma.conversationOrder.findMany({ where: { doneAt: null } });
	expect(open.map(({ conversationId }) => conversationId)).toEqual([id]);
	expect(filesIn(paths.chats)).toEqual([
		"chat_backup_2026-11-21.md",
		"chat_index.json",
		"chat_log_claude_20261121T090000Z_a.json",
		"chat_log_claude_20261121T090200Z_well.json",
		"context_summary.json",
	]);
	const due = { ...options, now: new Date("2026-11-22T09:00:00.000Z") };
	expect(await consolidateDue(db, due).catch(sentence)).toMatch(/^internal: /);
	// The night's work is not begun anew for ever because of it.
	expect(await daysToDo(db, due)).toEqual([]);
	expectValid(paths.chats);
});

test("a folder that chats/ links to keeps its permissions: it is another's choice", async () => {
	const { paths, db, options } = await start();
	const elsewhere = join(paths.home, "elsewhere");
	mkdirSync(elsewhere, { mode: 0o755 });
	symlinkSync(elsewhere, paths.chats);
	await carryOutOrders(db, options);
	expect(filesIn(elsewhere)).toContain("chat_index.json");
	expect(statSync(elsewhere).mode & 0o777).toBe(0o755);
});
