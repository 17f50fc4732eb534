import Sqlite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { searchMessages } from "../../../server/chat/search-messages.ts";
import type { ChatFound } from "../../../server/contract/chat.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { migrationsBefore } from "../../support/migrations.ts";
import { tempHome } from "../../support/temp-home.ts";

const WORDS = [
	..."deploy déployer DEPLOYMENT depot Über uber naïve Ærø straße Ελλάδα Москва 東京 日本語 हिन्दी x1 x12 1.5 e-mail".split(
		" ",
	),
	..."code_developer developer code don't internationalisation_of_everything o\u0308l \u0130stanbul 🚀 a b ab abc".split(
		" ",
	),
];
const DAEMONS = ["worker", "Worker", "other", "per'cent %_"];
const HOSTILE = [
	'" OR * NOT ( NEAR',
	"text:deploy",
	"{text} : a",
	"-a ^b +c",
	"'; DROP TABLE ChatWords; --",
	"\0a\0",
	"_",
	"__a__",
	"\u0308",
	"🚀",
	"\ud800",
	"a ".repeat(200),
	"a".repeat(500),
];

type Message = { id: number; daemon: string; text: string };

/** Numbers from 0 to below 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

/** What is found by the plainest index there is of each conversation: all messages with the words, newest first. */
function plainly(messages: readonly Message[], daemon: string) {
	const plain = new Sqlite(":memory:");
	onTestFinished(() => {
		plain.close();
	});
	plain.exec(`CREATE VIRTUAL TABLE Words USING fts5("text", tokenize = 'unicode61 remove_diacritics 2')`);
	const insert = plain.prepare("INSERT INTO Words(rowid, text) VALUES (?, ?)");
	for (const { id, text } of messages.filter((message) => message.daemon === daemon)) insert.run(id, text);
	const select = plain.prepare("SELECT rowid FROM Words WHERE Words MATCH ? ORDER BY rowid DESC").pluck();
	return (q: string) => {
		const words = (q.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).slice(0, 12);
		return words.length === 0 ? [] : (select.all(words.map((word) => `"${word}"*`).join(" ")) as number[]);
	};
}

async function pages(db: Database, daemon: string, q: string, limit: number): Promise<number[]> {
	const found: number[] = [];
	for (let before: number | undefined; ; ) {
		const { messages, next }: ChatFound = await searchMessages(db, { q, daemon, before, limit });
		expect(messages.every((message) => message.daemon === daemon)).toBe(true);
		found.push(...messages.map(({ id }) => id));
		if (next === null) return found;
		expect(messages).toHaveLength(limit);
		expect(next).toBe(messages.at(-1)?.id);
		before = next;
	}
}

function readAll(db: Database): Promise<Message[]> {
	return db.read(({ chatMessage }) => chatMessage.findMany({ select: { id: true, daemon: true, text: true } }));
}

async function opened(path: string): Promise<Database> {
	const db = await openDatabase(path);
	onTestFinished(() => db.close());
	return db;
}

test("finds in each conversation what a plain index of it finds, in order and page by page, also after changes", async () => {
	const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
	const random = randomFrom(seed);
	const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const text = () =>
		Array.from({ length: 1 + Math.floor(random() * 6) }, () => one(WORDS)).join(one([" ", ", ", "\n", "."]));
	const db = await opened((await tempHome()).database);
	await db.write(async ({ chatMessage }) => {
		const row = () => ({ daemon: one(DAEMONS), from: "person", kind: "text", text: text() });
		await chatMessage.createMany({ data: Array.from({ length: 600 }, row) });
		for (let n = 0; n < 60; n++) {
			await chatMessage.update({ where: { id: 1 + n * 7 }, data: { text: text() } });
			await chatMessage.delete({ where: { id: 600 - n * 3 } });
		}
	});
	const messages = await readAll(db);
	for (const daemon of [...DAEMONS, "nobody"]) {
		const expected = plainly(messages, daemon);
		const beginning = () => {
			const letters = [...one(WORDS)];
			return letters.slice(0, 1 + Math.floor(random() * letters.length)).join("");
		};
		const several = () => Array.from({ length: 1 + Math.floor(random() * 3) }, beginning).join(" ");
		for (const q of [...WORDS, ...HOSTILE, ...Array.from({ length: 60 }, several)]) {
			const found = await pages(db, daemon, q, one([1, 3, 50, 50, 50]));
			expect(found, `seed ${seed}, ${daemon}: ${JSON.stringify(q)}`).toEqual(expected(q));
		}
	}
}, 60_000);

test("the words of messages from before conversations had an index of their own are found, and follow their messages", async () => {
	const { database } = await tempHome();
	const before = await openDatabase(database, await migrationsBefore("0009"));
	await before.write(async ({ chatMessage }) => {
		const row = (daemon: string, text: string) => ({ daemon, from: "person", kind: "text", text });
		await chatMessage.createMany({
			data: [row("b", "old Café"), row("a", "old tea"), row("b", "cafeteria"), row("b", "x")],
		});
		await chatMessage.delete({ where: { id: 4 } });
	});
	await before.close();

	const db = await opened(database);
	expect(await pages(db, "b", "cafe", 50)).toEqual([3, 1]);
	expect(await pages(db, "a", "cafe", 50)).toEqual([]);
	await db.write(async ({ chatMessage }) => {
		await chatMessage.update({ where: { id: 1 }, data: { text: "old milk" } });
		await chatMessage.update({ where: { id: 2 }, data: { text: "old café" } });
		await chatMessage.delete({ where: { id: 3 } });
		await chatMessage.create({ data: { daemon: "c", from: "person", kind: "text", text: "cafés" } });
	});
	expect(await pages(db, "b", "cafe", 50)).toEqual([]);
	expect(await pages(db, "b", "old mi", 50)).toEqual([1]);
	expect(await pages(db, "a", "cafe", 50)).toEqual([2]);
	expect(await pages(db, "c", "CAFE", 50)).toEqual([5]);
});

test("shows the place of a long message in which the words are", async () => {
	const db = await opened((await tempHome()).database);
	const long = `${"before ".repeat(5_000)}the Déjeuner🚀 of Tokyo ${"after ".repeat(5_000)}`;
	await db.write(({ chatMessage }) =>
		chatMessage.create({ data: { daemon: "worker", from: "agent", kind: "text", text: long } }),
	);
	const { messages } = await searchMessages(db, { q: "deje TOK", daemon: "worker", limit: 5 });
	const excerpt = messages[0]?.excerpt ?? "";
	expect(excerpt).toMatch(/^…before .*before the Déjeuner🚀 of Tokyo after .*after…$/);
	expect(excerpt.length).toBeLessThan(300);
});
