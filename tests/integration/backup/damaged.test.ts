import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { consolidateDay } from "../../../server/conversations/backup/consolidate.ts";
import { carryOutOrders } from "../../../server/conversations/backup/orders.ts";
import { readDay } from "../../../server/conversations/read-day.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, filesIn, marksOf, readJson, replied, store, textOf, typed } from "./record.ts";
import { expectValid } from "./valid.ts";

const INDEX = "chat_index.json";
const DAY = "2026-11-21";

/** Three conversations of one day, all backed up. */
async function start() {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const options = { folder: paths.chats, zone: "Europe/Berlin" };
	for (const [hour, session] of ["a", "b", "c"].entries()) {
		const at = (minute: number) => `2026-11-21T1${hour}:0${minute}:00.000Z`;
		await store(db, "claude", session, [typed(at(0), `Words of ${session}`), replied(at(1), "Fine."), bchat(at(2))]);
	}
	await carryOutOrders(db, options);
	await consolidateDay(db, DAY, options);
	/** One more order, so that something is written. */
	const again = async () => {
		await store(db, "claude", "d", [bchat("2026-11-22T09:00:00.000Z")]);
		await carryOutOrders(db, options);
	};
	return { db, folder: paths.chats, options, again };
}

test.each([
	["cut", (index: string) => index.slice(0, index.length / 2)],
	["empty", () => ""],
	["no JSON", () => "\0\0\0garbage"],
	["of another shape", () => '{"conversations":{}}'],
	["a list", () => "[]"],
	["one that names a file elsewhere", (index: string) => index.replace(/"chat_log_[^"]*"/, '"../../config.json"')],
])("an index that is %s is set aside and made again from the files", async (_name, damage) => {
	const { folder, again } = await start();
	const before = readJson(folder, INDEX);
	const marks = marksOf(folder);
	const damaged = damage(textOf(folder, INDEX));
	writeFileSync(join(folder, INDEX), damaged);
	await again();
	const aside = filesIn(folder).filter((name) => /^chat_index\.json\.damaged-\d{8}T\d{9}Z$/.test(name));
	expect(aside.map((name) => textOf(folder, name))).toEqual([damaged]);
	const index = readJson(folder, INDEX);
	const known = (one: { sessionId: string }) => one.sessionId !== "d";
	const facts = ({ record: _record, ...entry }: { record: unknown; sessionId: string }) => entry;
	expect(index.conversations.filter(known).map(facts)).toEqual(before.conversations.map(facts));
	expect(index.days).toContainEqual(before.days[0]);
	expectValid(folder);
	// What is there stays as it is.
	for (const [name, mark] of Object.entries(marksOf(folder)))
		if (/_[abc]\.json$|21\.md$/.test(name)) expect(marks[name]).toBe(mark);
});

test("an index that is gone is made again", async () => {
	const { folder, again } = await start();
	rmSync(join(folder, INDEX));
	await again();
	expect(readJson(folder, INDEX).conversations).toHaveLength(4);
	expect(filesIn(folder).filter((name) => name.includes("damaged"))).toEqual([]);
});

test("a log that is damaged loses its entry, and is set aside when its conversation is backed up again", async () => {
	const { db, folder, options, again } = await start();
	const name = "chat_log_claude_20261121T100000Z_a.json";
	truncateSync(join(folder, name), 300);
	const rest = readFileSync(join(folder, name), "utf8");
	await again();
	const sessions = () => readJson(folder, INDEX).conversations.map(({ sessionId }: { sessionId: string }) => sessionId);
	expect(sessions()).toEqual(["d", "c", "b"]);
	expect(textOf(folder, name)).toBe(rest);

	await consolidateDay(db, DAY, options);
	expect(sessions()).toEqual(["d", "c", "b", "a"]);
	expect(readJson(folder, name).turns).toHaveLength(3);
	const aside = filesIn(folder).filter((one) => one.startsWith(`${name}.damaged-`));
	expect(aside.map((one) => textOf(folder, one))).toEqual([rest]);
});

test("a log in which a turn was changed is no log of ours any more", async () => {
	const { folder, again } = await start();
	const name = "chat_log_claude_20261121T100000Z_a.json";
	writeFileSync(join(folder, name), textOf(folder, name).replace("Words of a", "Other words of a"));
	await again();
	expect(readJson(folder, INDEX).conversations).toHaveLength(3);
});

test("a day's Markdown that somebody wrote into is kept, beside the new one", async () => {
	const { db, folder, options } = await start();
	const name = `chat_backup_${DAY}.md`;
	const before = textOf(folder, name);
	writeFileSync(join(folder, name), `${before}\nMy own words.\n`);
	await consolidateDay(db, DAY, options);
	expect(textOf(folder, name).replace(/<!--.*/, "")).toBe(before.replace(/<!--.*/, ""));
	const aside = filesIn(folder).filter((one) => one.startsWith(`${name}.damaged-`));
	expect(aside.map((one) => textOf(folder, one))).toEqual([`${before}\nMy own words.\n`]);
});

test.runIf(process.platform !== "win32")(
	"a pipe or a device in the place of an index or a day is not waited for, and gives way",
	async () => {
		const { folder, again } = await start();
		const day = `chat_backup_${DAY}.md`;
		for (const name of [INDEX, day]) rmSync(join(folder, name));
		symlinkSync("/dev/zero", join(folder, INDEX));
		execFileSync("mkfifo", [join(folder, day), join(folder, "chat_backup_2026-11-20.md")]);
		await expect(readDay(folder, DAY)).rejects.toMatchObject({ code: "internal" });
		await again();
		expect(readJson(folder, INDEX).conversations).toHaveLength(4);
		expectValid(folder);
	},
);
