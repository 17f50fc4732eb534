import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { consolidateDay, consolidateDue, daysToDo } from "../../../server/conversations/backup/consolidate.ts";
import { carryOutOrders } from "../../../server/conversations/backup/orders.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, filesIn, marksOf, ran, readJson, store, textOf, typed } from "./record.ts";
import { expectValid } from "./valid.ts";

async function start(zone = "Europe/Berlin") {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const folder = paths.chats;
	const at = (now: string) => ({ folder, zone, now: new Date(now) });
	const days = () => filesIn(folder).filter((name) => name.endsWith(".md"));
	return { db, folder, at, days };
}

test("a consolidated day has all conversations of the day, and their logs; again it writes nothing", async () => {
	const { db, folder, at } = await start();
	await store(db, "claude", "a", [typed("2026-11-21T09:00:00.000Z", "words of a"), bchat("2026-11-21T09:01:00.000Z")]);
	await store(db, "gemini", "b", [
		typed("2026-11-20T22:59:59.999Z", "the day before"),
		typed("2026-11-20T23:00:00.000Z", "words of b"),
	]);
	await store(db, "codex", "c", [typed("2026-11-21T23:00:00.000Z", "the day after")]);
	await carryOutOrders(db, at("2026-11-21T09:01:01.000Z"));
	const done = await consolidateDay(db, "2026-11-21", at("2026-11-22T03:30:00.000Z"));
	expect(done).toMatchObject({ day: "2026-11-21", file: "chat_backup_2026-11-21.md", conversations: 2 });
	const markdown = textOf(folder, "chat_backup_2026-11-21.md");
	expect(markdown).toContain("```markdown\nwords of a\n```");
	expect(markdown).toContain("```markdown\nwords of b\n```");
	expect(markdown).not.toContain("```markdown\nthe day before");
	expect(markdown).not.toContain("the day after");
	expectValid(folder);
	const marks = marksOf(folder);
	expect((await consolidateDay(db, "2026-11-21", at("2026-11-23T03:30:00.000Z"))).written).toEqual([]);
	expect(marksOf(folder)).toEqual(marks);
	const backups = await db.prisma.conversation.findMany({ select: { session: true, backedUpAt: true } });
	expect(Object.fromEntries(backups.map(({ session, backedUpAt }) => [session, backedUpAt !== null]))).toEqual({
		a: true,
		b: true,
		c: false,
	});
});

test("a day once consolidated stays whole when a backup is asked for in it later", async () => {
	const { db, folder, at } = await start();
	await store(db, "codex", "b", [typed("2026-11-21T08:00:00.000Z", "words of b")]);
	await consolidateDay(db, "2026-11-21", at("2026-11-21T08:30:00.000Z"));
	await store(db, "claude", "a", [bchat("2026-11-21T09:01:00.000Z", "bchat of a")]);
	await carryOutOrders(db, at("2026-11-21T09:01:01.000Z"));
	const markdown = textOf(folder, "chat_backup_2026-11-21.md");
	expect(markdown).toContain("words of b");
	expect(markdown).toContain("bchat of a");
});

test("a day on which nothing was said has no file", async () => {
	const { db, at, days } = await start();
	expect(await consolidateDay(db, "2026-11-21", at("2026-11-22T03:30:00.000Z"))).toEqual({
		day: "2026-11-21",
		file: null,
		conversations: 0,
		written: [],
	});
	expect(days()).toEqual([]);
	await expect(consolidateDay(db, "2026-02-30", at("2026-11-22T03:30:00.000Z"))).rejects.toThrow(
		/no day; write it like/,
	);
});

test("the first time it is the day before; after an outage all days of it, with something said, and today never", async () => {
	const { db, folder, at, days } = await start();
	for (const day of ["18", "20", "21", "22", "24", "25"])
		await store(db, "claude", `s${day}`, [typed(`2026-11-${day}T09:00:00.000Z`, day)]);
	const now = "2026-11-21T03:30:00.000Z";
	expect(await daysToDo(db, at(now))).toEqual(["2026-11-20"]);
	await consolidateDue(db, at(now));
	expect(days()).toEqual(["chat_backup_2026-11-20.md"]);
	expect(await daysToDo(db, at(now))).toEqual([]);

	const later = "2026-11-25T10:00:00.000Z";
	expect(await daysToDo(db, at(later))).toEqual(["2026-11-21", "2026-11-22", "2026-11-24"]);
	expect(await daysToDo(db, { ...at(later), keepMs: 2 * 86_400_000 })).toEqual(["2026-11-24"]);
	const done = await consolidateDue(db, at(later));
	expect(done.map(({ day, conversations }) => [day, conversations])).toEqual([
		["2026-11-21", 1],
		["2026-11-22", 1],
		["2026-11-24", 1],
	]);
	expect(await daysToDo(db, at(later))).toEqual([]);
	expectValid(folder);
});

test("a day to which something was added later is done once more, also after the index was lost", async () => {
	const { db, folder, at } = await start();
	await store(db, "claude", "a", [typed("2026-11-20T09:00:00.000Z", "first")]);
	await consolidateDue(db, at("2026-11-21T03:30:00.000Z"));
	await store(db, "codex", "late", [
		typed("2026-11-20T12:00:00.000Z", "from another machine"),
		typed("2026-11-10T12:00:00.000Z", "long before"),
	]);
	expect(await daysToDo(db, at("2026-11-22T03:30:00.000Z"))).toEqual(["2026-11-20"]);
	await consolidateDue(db, at("2026-11-22T03:30:00.000Z"));
	expect(textOf(folder, "chat_backup_2026-11-20.md")).toContain("from another machine");
	expect(filesIn(folder).filter((name) => name.endsWith(".md"))).toHaveLength(1);

	rmSync(join(folder, "chat_index.json"));
	const marks = marksOf(folder);
	const again = await consolidateDue(db, at("2026-11-23T03:30:00.000Z"));
	expect(again.flatMap(({ written }) => written)).toEqual([]);
	expect(marksOf(folder)).toMatchObject(marks);
	expect(await daysToDo(db, at("2026-11-24T03:30:00.000Z"))).toEqual([]);
});

test("a clock that was years ahead for a while holds nothing back", async () => {
	const { db, at } = await start();
	await consolidateDue(db, at("2031-01-01T03:30:00.000Z"));
	await store(db, "claude", "a", [typed("2026-11-20T09:00:00.000Z", "first")]);
	expect(await daysToDo(db, at("2026-11-21T03:30:00.000Z"))).toEqual(["2026-11-20"]);
	await consolidateDue(db, at("2026-11-21T03:30:00.000Z"));
	await store(db, "claude", "b", [typed("2026-11-21T09:00:00.000Z", "x"), typed("2026-11-22T09:00:00.000Z", "y")]);
	expect(await daysToDo(db, at("2026-11-23T03:30:00.000Z"))).toEqual(["2026-11-21", "2026-11-22"]);
});

test("the days on which the clocks are changed are whole, and say which of two hours it was", async () => {
	const { db, folder, at } = await start();
	await store(db, "claude", "autumn", [
		typed("2026-10-24T21:59:59.000Z", "last of the 24th"),
		typed("2026-10-24T22:00:00.000Z", "first of the 25th"),
		typed("2026-10-25T00:30:00.000Z", "summer time"),
		typed("2026-10-25T01:30:00.000Z", "winter time"),
		typed("2026-10-25T22:59:59.000Z", "last of the 25th"),
		typed("2026-10-25T23:00:00.000Z", "first of the 26th"),
	]);
	await consolidateDay(db, "2026-10-25", at("2026-10-26T03:30:00.000Z"));
	const headings = textOf(folder, "chat_backup_2026-10-25.md").match(/^### \d\d.*$/gm);
	expect(headings).toEqual([
		"### 00:00:00 +02:00 · You",
		"### 02:30:00 +02:00 · You",
		"### 02:30:00 +01:00 · You",
		"### 23:59:59 +01:00 · You",
	]);
	await store(db, "claude", "spring", [
		typed("2026-03-29T00:59:59.000Z", "before"),
		typed("2026-03-29T01:00:00.000Z", "after"),
	]);
	await consolidateDay(db, "2026-03-29", at("2026-10-26T03:30:00.000Z"));
	expect(textOf(folder, "chat_backup_2026-03-29.md").match(/^### \d\d.*$/gm)).toEqual([
		"### 01:59:59 +01:00 · You",
		"### 03:00:00 +02:00 · You",
	]);
});

test("two who write at once wait for one another", async () => {
	const { db, folder, at } = await start();
	await store(db, "claude", "a", [ran("2026-11-21T09:00:00.000Z", "ls", "x"), bchat("2026-11-21T09:01:00.000Z")]);
	const now = at("2026-11-22T03:30:00.000Z");
	await Promise.all([
		carryOutOrders(db, now),
		consolidateDay(db, "2026-11-21", now),
		carryOutOrders(db, now),
		consolidateDue(db, now),
	]);
	expect(filesIn(folder)).toHaveLength(4);
	expect(readJson(folder, "chat_index.json").days).toMatchObject([{ complete: true, conversations: 1 }]);
});
