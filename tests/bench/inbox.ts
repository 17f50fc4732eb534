import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listMessages } from "../../server/chat/list-messages.ts";
import { searchMessages } from "../../server/chat/search-messages.ts";
import { type Database, openDatabase } from "../../server/db/open.ts";
import { countAwake, countQuestions } from "../../server/inbox/count-questions.ts";
import { inboxRevision } from "../../server/inbox/inbox-revision.ts";
import { listQuestions } from "../../server/inbox/list-questions.ts";
import { readRecord } from "../../server/inbox/question-record.ts";
import { ms, percentile, type Row } from "./figures.ts";

const PENDING = 10_000;
const SETTLED = 20_000;
const MESSAGES = 1_000_000;
const ROUNDS = 20;
const AIM_MS = 50;
const PAGE = 50;
const DAEMON = "code-developer";
const OTHER = "other";

/** Ten thousand pending questions, a tenth of them asleep, after twice as many settled ones; and a million messages, each hundredth of them in another conversation. */
export async function measureInbox(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-inbox-"));
	const db = await openDatabase(join(folder, "nightshift.db"));
	try {
		await fillQuestions(db);
		await fillChat(db);
		const middle = `Q-${SETTLED + PENDING / 2}`;
		const nearEnd = `Q-${SETTLED + PENDING - 60}`;
		const awake = { sleep: "awake", brief: true, limit: PAGE } as const;
		const settled = { status: "settled", brief: true, limit: PAGE } as const;
		const inbox: [string, () => Promise<unknown>][] = [
			["opened: the first page and the counts", () => Promise.all([listQuestions(db, awake), countQuestions(db)])],
			["a page in the middle", () => listQuestions(db, { ...awake, cursor: middle })],
			["the last page", () => listQuestions(db, { ...awake, cursor: nearEnd })],
			["those asleep", () => listQuestions(db, { ...awake, sleep: "asleep" })],
			["of one daemon and urgency", () => listQuestions(db, { ...awake, daemon: "other", urgency: "critical" })],
			["of a task that there is not", () => listQuestions(db, { ...awake, task: "US-0" })],
			["settled ones", () => listQuestions(db, settled)],
			["settled ones, far back", () => listQuestions(db, { ...settled, cursor: "Q-200" })],
			["search for a word of all", () => listQuestions(db, { ...awake, q: "deploy" })],
			["search for a beginning", () => listQuestions(db, { ...awake, q: "de pro" })],
			["search for one letter", () => listQuestions(db, { ...awake, q: "d" })],
			["search for one of them", () => listQuestions(db, { ...awake, q: "deploy number29999" })],
			["search for a beginning of 30,000 words", () => listQuestions(db, { ...awake, q: "numb" })],
			["search for a word of one half and one of the other", () => listQuestions(db, { ...awake, q: "odd even" })],
			["search for a word of all, the last page", () => listQuestions(db, { ...awake, q: "deploy", cursor: nearEnd })],
			["search for a word of all in one task", () => listQuestions(db, { ...awake, q: "deploy", task: "US-7" })],
			["search for a word of all in no task", () => listQuestions(db, { ...awake, q: "deploy", task: "US-0" })],
			["search for nothing", () => listQuestions(db, { ...awake, q: "zebra" })],
			["search in settled ones", () => listQuestions(db, { ...settled, q: "deploy", cursor: "Q-300" })],
			["search in all", () => listQuestions(db, { brief: true, limit: PAGE, q: "deploy" })],
			["one with its trail", () => readRecord(db, middle)],
			["counted, as at each change", () => countAwake(db)],
			["what has changed", () => inboxRevision(db)],
		];
		const search = (q: string, daemon = DAEMON, before?: number) =>
			searchMessages(db, { q, daemon, before, limit: PAGE });
		const chat: [string, () => Promise<unknown>][] = [
			["the newest page", () => listMessages(db, DAEMON, { limit: PAGE })],
			["a page in the middle", () => listMessages(db, DAEMON, { limit: PAGE, before: MESSAGES / 2 })],
			["search for a word of all", () => search("deploy")],
			["search for it, from the middle on", () => search("deploy", DAEMON, MESSAGES / 2)],
			["search for a word of 22 letters of all", () => search("counterrevolutionaries")],
			["search for one of them", () => search("number999999")],
			["search for a beginning of all", () => search("dep")],
			["search for one letter", () => search("d")],
			["search for a beginning of a million words", () => search("numb")],
			["search for four beginnings of all", () => search("dep o man cou")],
			["search for nothing", () => search("zebra")],
			["search for a word of all and nothing", () => search("deploy zebra")],
			["search for a word of all where it is not", () => search("deploy", OTHER)],
			["search for a word of a tenth and one of another tenth", () => search("digit3 digit4")],
			["search for a word of one half and one of the other", () => search("odd even")],
			["search for the end of 100,000 letters, 60 times", () => search("zenith", OTHER)],
		];
		const rows: Row[] = [];
		for (const [what, ask] of inbox) rows.push(await measure(`inbox with ${PENDING} pending: ${what}`, ask));
		for (const [what, ask] of chat) rows.push(await measure(`chat of ${MESSAGES} messages: ${what}`, ask));
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

const numbers = (to: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;

async function fillQuestions(db: Database): Promise<void> {
	const at = "strftime('%Y-%m-%dT%H:%M:%S', 1790000000 + i * 10, 'unixepoch') || '.000+00:00'";
	const isPending = `i > ${SETTLED}`;
	const statements = [
		`${numbers(SETTLED + PENDING)} INSERT INTO "Question"
			("daemon", "scope", "kind", "title", "body", "options", "task", "urgency", "createdAt", "status", "answer", "answeredBy",
				"answeredAt", "snoozedUntil", "heldUntil", "deadlineAt", "firesAt", "onDeadline", "default")
			SELECT CASE WHEN i % 3 = 0 THEN 'other' ELSE '${DAEMON}' END, '', 'approval', 'Deploy number' || i || ' to production?',
				'The diff of the change: ' || hex(zeroblob(700)) || CASE WHEN i % 2 = 0 THEN ' even' ELSE ' odd' END || ' word' || (i % 1000), '[{"id":"approve","label":"Approve"}]',
				'US-' || (i % 50 + 1), CASE i % 10 WHEN 0 THEN 'critical' WHEN 1 THEN 'low' ELSE 'normal' END, ${at},
				CASE WHEN ${isPending} THEN 'pending' ELSE 'answered' END, CASE WHEN ${isPending} THEN NULL ELSE '"approve"' END,
				CASE WHEN ${isPending} THEN NULL ELSE 'human' END, CASE WHEN ${isPending} THEN NULL ELSE ${at} END,
				CASE WHEN ${isPending} AND i % 20 = 0 THEN '2099-01-01T00:00:00.000+00:00' END,
				CASE WHEN ${isPending} AND i % 20 = 1 THEN '2099-01-01T00:00:00.000+00:00' END,
				CASE WHEN i % 2 = 0 THEN '2099-01-01T00:00:00.000+00:00' END, CASE WHEN i % 2 = 0 THEN '2099-01-01T00:00:00.000+00:00' END,
				CASE WHEN i % 2 = 0 THEN 'default' ELSE 'wait' END, '"approve"'
			FROM n`,
		`INSERT INTO "QuestionEvent" ("questionId", "at", "kind", "by", "version")
			SELECT "id", "createdAt", 'asked', 'asker', 1 FROM "Question"`,
	];
	for (const statement of statements) await db.prisma.$executeRawUnsafe(statement);
}

async function fillChat(db: Database): Promise<void> {
	const text = (words: string) => `INSERT INTO "ChatMessage" ("daemon", "from", "kind", "text") SELECT
		CASE WHEN i % 100 = 0 THEN '${OTHER}' ELSE '${DAEMON}' END, CASE WHEN i % 2 = 0 THEN 'person' ELSE 'daemon' END, 'text', ${words} FROM n`;
	await db.prisma.$executeRawUnsafe(
		`${numbers(MESSAGES)} ${text(`CASE WHEN i % 100 = 0 THEN 'Rest' ELSE
		'Deploy number' || i || ' of many counterrevolutionaries, digit' || (i % 10) || CASE WHEN i % 2 = 0 THEN ' even' ELSE ' odd' END END`)}`,
	);
	await db.prisma.$executeRawUnsafe(
		`WITH n(i) AS (SELECT 100 FROM "Question" LIMIT 60) ${text(`replace(hex(zeroblob(6250)), '0', 'letters ') || 'zenith'`)}`,
	);
}
