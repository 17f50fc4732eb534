import { expect, test } from "vitest";
import { searchTurns } from "../../../server/conversations/search-turns.ts";
import { recordConversation } from "../../support/conversations.ts";
import { tempDatabase } from "../../support/database.ts";

test("finds turns by all of their words, newest first, in one conversation, of a source, page by page", async () => {
	const db = await tempDatabase();
	const newer = await recordConversation(db, { title: "Late", source: "codex" }, [
		{ text: "the über-long Déjeuner is over" },
		{ role: "assistant", text: "lunch was über long" },
	]);
	const older = await recordConversation(db, { firstTurnAt: "2026-11-01T10:00:00.000Z" }, [
		{ text: "über all" },
		{ text: "nothing of it" },
	]);
	const search = async (q: string, more: Partial<Parameters<typeof searchTurns>[1]> = {}) =>
		searchTurns(db, { q, conversation: null, limit: 10, ...more }, "UTC");
	const ids = async (...of: Parameters<typeof search>) => (await search(...of)).turns.map(({ id }) => id);
	expect(await ids("UBER")).toEqual([newer.turns[1], newer.turns[0], older.turns[0]]);
	expect(await ids("deje uber")).toEqual([newer.turns[0]]);
	expect(await ids("uber", { conversation: older.id })).toEqual([older.turns[0]]);
	expect(await ids("uber", { conversation: 99 })).toEqual([]);
	expect(await ids("uber", { source: "claude" })).toEqual([older.turns[0]]);
	expect(await ids("uber", { from: "2026-11-01", to: "2026-11-01" })).toEqual([older.turns[0]]);
	expect(await ids("uber", { cwd: "/elsewhere" })).toEqual([]);
	const [first] = (await search("deje")).turns;
	expect(first).toMatchObject({ source: "codex", title: "Late", role: "user", conversationId: newer.id });
	expect(first?.excerpt).toBe("the über-long Déjeuner is over");
	const page = await search("uber", { limit: 2 });
	expect(page.next).toBe(newer.turns[0]);
	expect(await search("uber", { limit: 2, before: page.next ?? 0 })).toMatchObject({
		turns: [{ id: older.turns[0] }],
		next: null,
	});
});

test("takes whatever is typed as words", async () => {
	const db = await tempDatabase();
	await recordConversation(db, {}, [{ text: 'say "NOT" OR -- 1 a:b ^ *' }]);
	const search = (q: string) => searchTurns(db, { q, conversation: null, limit: 10 }, "UTC");
	for (const q of ['"', '" OR *', "NOT (", "a:b", "NEAR/2", "\0", "'); DROP", "*", "^", "-- 1"]) {
		await expect(search(q)).resolves.toBeDefined();
	}
	expect((await search("a:b")).turns).toHaveLength(1);
	expect((await search("not or 1")).turns).toHaveLength(1);
	expect((await search(" . ")).turns).toEqual([]);
});

test("finds the newest of many, though they were recorded first, and the oldest of them on its last page", async () => {
	const db = await tempDatabase();
	const many = 5_100;
	const first = Date.parse("2026-11-10T10:00:00.000Z");
	const at = (n: number) => new Date(first + n * 60_000);
	const turns = Array.from({ length: many }, (_, n) => ({ text: `word ${n}`, at: at(n) }));
	const { id, turns: ids } = await recordConversation(db, { source: "codex", cwd: "/app" }, turns);
	const older = await recordConversation(db, { source: "gemini", cwd: "/old" }, [{ text: "word", at: at(-1) }]);
	const [last, lastButOne, second, begun] = [ids[many - 1], ids[many - 2], ids[1], ids[0]] as [
		number,
		number,
		number,
		number,
	];
	const search = async (more: Partial<Parameters<typeof searchTurns>[1]> = {}) =>
		(await searchTurns(db, { q: "wor", conversation: null, limit: 2, ...more }, "UTC")).turns.map((turn) => turn.id);
	expect(await search()).toEqual([last, lastButOne]);
	expect(await search({ before: second })).toEqual([begun, ...older.turns]);
	expect(await search({ before: begun })).toEqual(older.turns);
	expect(await search({ to: "2026-11-10", before: second })).toEqual([begun, ...older.turns]);
	expect(await search({ conversation: id, before: second })).toEqual([begun]);
	for (const some of [{ source: "gemini" }, { cwd: "/old" }, { conversation: older.id }]) {
		expect(await search(some)).toEqual(older.turns);
	}
	await db.prisma.conversationTurn.update({ where: { id: begun }, data: { at: at(many) } });
	expect(await search()).toEqual([begun, last]);
	await db.prisma.conversationTurn.delete({ where: { id: begun } });
	expect(await search()).toEqual([last, lastButOne]);
});
