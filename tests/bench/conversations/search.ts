import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listConversations } from "../../../server/conversations/list-conversations.ts";
import { readTurns } from "../../../server/conversations/read-turns.ts";
import { searchTurns, type TurnSearch } from "../../../server/conversations/search-turns.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { ms, percentile, type Row } from "../figures.ts";

const TURNS = 100_000;
const CONVERSATIONS = 1_000;
const ROUNDS = 20;
const AIM_MS = 50;
const PAGE = 50;
const ZONE = "Europe/Berlin";
/** The turns of a conversation follow one another at once, but for those of this one, which goes on all the time. */
const LONG_ONE = 1;

/** A hundred thousand turns of a thousand conversations, one of which goes on through all of them: a tenth is its own. */
export async function measureSearch(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-search-"));
	const db = await openDatabase(join(folder, "nightshift.db"));
	try {
		await fill(db);
		const search =
			(q: string, more: Partial<TurnSearch> = {}) =>
			() =>
				searchTurns(db, { q, conversation: null, limit: PAGE, ...more }, ZONE);
		const asked: [string, () => Promise<unknown>][] = [
			["search for a word of every turn", search("deploy")],
			["search for it, from the middle on", search("deploy", { before: TURNS / 2 })],
			["search for a word of one turn", search("number77777")],
			["search for a word of a hundredth", search("century42")],
			["search for two words of every turn", search("deploy many")],
			["search for a word of a tenth and one of another tenth", search("digit3 digit4")],
			["search for a word of one half and one of the other", search("odd even")],
			["search for a beginning of two letters, in every turn", search("de")],
			["search for a beginning of 100,000 words", search("numb")],
			["search for one letter", search("a")],
			["search for a word of nowhere", search("zebra")],
			["search for a word of every turn and one of nowhere", search("deploy zebra")],
			["search for a word of every turn, in a conversation of 100", search("deploy", { conversation: 500 })],
			["search for it in a conversation of 10,000 among all others", search("deploy", { conversation: LONG_ONE })],
			["search for it where it is not", search("century42", { conversation: 500 })],
			["search for it in one source of three", search("deploy", { source: "codex" })],
			["search for it in a folder of a few", search("deploy", { cwd: "/home/dev/p7" })],
			["search for it on the first day", search("deploy", { to: "2026-09-22" })],
			["a page of the list", () => listConversations(db, { limit: PAGE }, ZONE)],
			["a page in the middle of the longest", () => readTurns(db, LONG_ONE, { around: TURNS / 2 + 1, limit: PAGE })],
		];
		const rows: Row[] = [];
		for (const [what, ask] of asked) rows.push(await measure(`record of ${TURNS} turns: ${what}`, ask));
		return rows;
	} finally {
		await db.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure(what: string, ask: () => Promise<unknown>): Promise<Row> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const began = performance.now();
		await ask();
		times.push(performance.now() - began);
	}
	const median = percentile(times, 0.5);
	return {
		what: `${what}, median of ${ROUNDS}`,
		measured: ms(median),
		compared: `the first time ${ms(times[0] ?? 0)}, the slowest ${ms(Math.max(...times))}`,
		aim: `at most ${AIM_MS} ms`,
		met: median <= AIM_MS,
	};
}

/** Texts as long as a reply is, some 400 characters. */
async function fill(db: Database): Promise<void> {
	const numbers = (to: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
	const at = (i: string) => `strftime('%Y-%m-%dT%H:%M:%S', 1790000000 + ${i} * 60, 'unixepoch') || '.000+00:00'`;
	const perConversation = TURNS / CONVERSATIONS;
	await db.prisma.$executeRawUnsafe(`${numbers(CONVERSATIONS)} INSERT INTO "Conversation"
		("source", "session", "cwd", "title", "firstTurnAt", "lastTurnAt", "userTurns", "change")
		SELECT CASE i % 3 WHEN 0 THEN 'codex' WHEN 1 THEN 'claude' ELSE 'gemini' END, 'session' || i, '/home/dev/p' || (i % 40),
			'Deploy number' || i, ${at(`i * ${perConversation}`)}, ${at(`(i + 1) * ${perConversation}`)}, 50, i FROM n`);
	await db.prisma.$executeRawUnsafe(`${numbers(TURNS)} INSERT INTO "ConversationTurn"
		("conversationId", "key", "role", "at", "text")
		SELECT CASE WHEN i % 10 = 1 THEN ${LONG_ONE} ELSE 1 + (i - 1) / ${perConversation} END, 'k' || i,
			CASE i % 3 WHEN 0 THEN 'user' WHEN 1 THEN 'assistant' ELSE 'tool' END, ${at("i")},
			'Deploy number' || i || ' of many: a build of the branch failed in century' || (i % 100) || ', because the port was taken by another
			process, digit' || (i % 10) || CASE WHEN i % 2 = 0 THEN ' even' ELSE ' odd' END || '. It was stopped, and all tests were run again with '
			|| 'more output: they pass now. Word' || (i * 7919 % 20011) || ' and term' || (i * 104729 % 30011) || ' were renamed in twelve files.' FROM n`);
}
