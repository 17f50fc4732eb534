import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { compileFixture } from "../../support/compile.ts";
import { Random } from "../../support/random.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, filesIn, ran, readJson, replied, store, textOf, typed } from "./record.ts";
import { expectValid } from "./valid.ts";

const LIVES = 8;
const NOW = "2026-11-22T03:30:00.000Z";
const program = compileFixture(new URL("../../fixtures/backup/writer.ts", import.meta.url));

interface Life {
	signal: string | null;
	steps: number;
}

function live(database: string, folder: string, what: string, step = 0, when = "before"): Promise<Life> {
	return new Promise((resolve, reject) => {
		execFile(process.execPath, [program, database, folder, what, NOW, String(step), when], (error, out, words) => {
			if (error && error.signal !== "SIGKILL") reject(new Error(words));
			else resolve({ signal: error?.signal ?? null, steps: Number(out) });
		});
	});
}

/** What is there at any moment is whole. */
function expectWhole(folder: string): void {
	expectValid(folder);
	const logs = filesIn(folder).filter((name) => name.startsWith("chat_log_"));
	const sessions = logs.map((name) => readJson(folder, name).sessionId);
	expect(new Set(sessions).size).toBe(logs.length);
	for (const name of filesIn(folder)) {
		expect(name).toMatch(
			/^(chat_log_.*\.json|chat_index\.json|context_summary\.json|chat_backup_.*\.md|\.unfinished-.*)$/,
		);
		if (name.endsWith(".md")) expect(textOf(folder, name)).toMatch(/ -->\n$/);
	}
}

test("whoever is killed at any step is followed by one who makes the same files, and no second ones", async () => {
	const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
	console.log(`SEED=${seed}`);
	const random = new Random(seed);
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const minutes = (life: number, more: number) => new Date(Date.UTC(2026, 10, 21, 9, life * 3 + more)).toISOString();
	const grow = async (life: number) => {
		const session = random.pick(["a", "b", "c"]);
		const said = [typed(minutes(life, 0), `Life ${life}`), replied(minutes(life, 1), "Well."), bchat(minutes(life, 2))];
		await store(db, "claude", session, said);
	};
	await store(db, "codex", "aside", [ran(minutes(0, 0), "ls", "x")]);
	let killed = 0;
	for (let life = 0; life < LIVES; life++) {
		if (life === 0 || random.chance(0.5)) await grow(life);
		const what = random.pick(["orders", "orders", "due"]);
		const { signal } = await live(
			paths.database,
			paths.chats,
			what,
			1 + random.below(14),
			random.pick(["before", "after"]),
		);
		if (signal) killed += 1;
		expectWhole(paths.chats);
	}
	expect(killed).toBeGreaterThan(0);
	await grow(LIVES);
	expect((await live(paths.database, paths.chats, "orders")).signal).toBeNull();
	expect((await live(paths.database, paths.chats, "due")).signal).toBeNull();
	expect(readdirSync(paths.chats).filter((name) => name.startsWith(".unfinished"))).toEqual([]);
	expectWhole(paths.chats);
	expect(await db.prisma.conversationOrder.count({ where: { doneAt: null } })).toBe(0);

	// The same record, written by somebody who is left in peace.
	const calm = join(paths.home, "calm");
	await db.prisma.conversationOrder.updateMany({ data: { doneAt: null } });
	await live(paths.database, calm, "orders");
	await live(paths.database, calm, "due");
	expect(filesIn(paths.chats)).toEqual(filesIn(calm));
	for (const name of filesIn(calm)) expect(textOf(paths.chats, name), name).toBe(textOf(calm, name));
}, 300_000);
