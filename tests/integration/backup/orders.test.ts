import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { carryOutOrders } from "../../../server/conversations/backup/orders.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, filesIn, marksOf, ran, readJson, replied, store, textOf, typed } from "./record.ts";
import { expectValid } from "./valid.ts";

const ZONE = "Europe/Berlin";

async function start() {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const options = { folder: paths.chats, zone: ZONE };
	return { db, folder: paths.chats, options };
}

const TALK = [
	typed("2026-11-21T09:00:00.000Z", "Create totals.py that sums the prices. We decided to use SQLite."),
	replied("2026-11-21T09:00:05.000Z", "I'll create the script first."),
	{
		role: "tool" as const,
		at: "2026-11-21T09:00:06.000Z",
		text: "Write /home/dev/shop/totals.py",
		tool: { name: "Write", input: { file_path: "/home/dev/shop/totals.py", content: "x" }, ok: true },
		output: "File created",
	},
	ran("2026-11-21T09:00:07.000Z", "pytest", "Exit code 4\nno tests", false),
	bchat("2026-11-21T09:01:00.000Z"),
];

test("a backup that was asked for is a log, the day's Markdown, an index and a context summary", async () => {
	const { db, folder, options } = await start();
	const id = await store(db, "claude", "6a44b3e4", TALK);
	const now = new Date("2026-11-21T09:01:01.000Z");
	const log = "chat_log_claude_20261121T090000Z_6a44b3e4.json";
	expect(await carryOutOrders(db, { ...options, now })).toEqual({
		orders: 1,
		written: [log, "chat_backup_2026-11-21.md"],
	});
	expect(filesIn(folder)).toEqual(["chat_backup_2026-11-21.md", "chat_index.json", log, "context_summary.json"]);
	expectValid(folder);

	const written = readJson(folder, log);
	expect(written).toMatchObject({
		$schema: "urn:nightshift:chat-log:1",
		version: 1,
		source: "claude",
		sessionId: "6a44b3e4",
		cwd: "/home/dev/shop",
		startedAt: "2026-11-21T09:00:00.000Z",
		endedAt: "2026-11-21T09:01:00.000Z",
		model: "claude-opus-4-8",
		usage: { inputTokens: 25, outputTokens: 26 },
		triggers: 1,
		summaryBy: "extract",
		filesTouched: ["/home/dev/shop/totals.py"],
		commandsRun: [{ command: "pytest", at: "2026-11-21T09:00:07.000Z", ok: false }],
	});
	expect(written.summary).not.toBe("");
	expect(written.sections.errors.join(" ")).toContain("pytest");
	expect(
		written.turns.map(({ role, text, at }: { role: string; text: string; at: string }) => ({ role, text, at })),
	).toEqual(
		TALK.map(({ role = "user", text, at }: { role?: string; text: string; at: string }) => ({ role, text, at })),
	);
	expect(written.turns[3].tool).toEqual({
		name: "Bash",
		input: { command: "pytest" },
		output: "Exit code 4\nno tests",
		ok: false,
	});

	const index = readJson(folder, "chat_index.json");
	expect(index.conversations).toHaveLength(1);
	expect(index.conversations[0]).toMatchObject({ file: log, sessionId: "6a44b3e4", backedUpAt: now.toISOString() });
	expect(readJson(folder, "context_summary.json").latestSessions).toMatchObject([{ sessionId: "6a44b3e4", file: log }]);
	const markdown = textOf(folder, "chat_backup_2026-11-21.md");
	expect(markdown.indexOf("## Summary")).toBeLessThan(markdown.indexOf("### 10:00:00 · You"));
	expect(markdown).toContain("Create totals.py that sums the prices.");

	const order = await db.prisma.conversationOrder.findFirstOrThrow();
	expect(order.doneAt).toEqual(now);
	expect((await db.prisma.conversation.findUniqueOrThrow({ where: { id } })).backedUpAt).toEqual(now);
});

test("the files are for their owner alone", async () => {
	const { db, folder, options } = await start();
	await store(db, "claude", "a", TALK);
	await carryOutOrders(db, options);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	for (const name of [...filesIn(folder), "write.lock"])
		expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
});

test("nothing is written when nothing was asked for, and nothing anew when nothing has changed", async () => {
	const { db, folder, options } = await start();
	const id = await store(db, "claude", "a", TALK.slice(0, 2));
	expect(await carryOutOrders(db, options)).toEqual({ orders: 0, written: [] });
	expect(filesIn(folder)).toEqual([]);

	await store(db, "claude", "a", TALK.slice(2));
	await carryOutOrders(db, options);
	const before = marksOf(folder);
	await db.prisma.conversationOrder.updateMany({ data: { doneAt: null } });
	expect(await carryOutOrders(db, options)).toEqual({ orders: 1, written: [] });
	expect(marksOf(folder)).toEqual(before);

	// The record was touched, and says the same.
	await db.prisma.conversation.update({ where: { id }, data: { change: 1_000 } });
	await db.prisma.conversationOrder.updateMany({ data: { doneAt: null } });
	expect(await carryOutOrders(db, options)).toEqual({ orders: 1, written: [] });
	const { "chat_index.json": _index, ...files } = marksOf(folder);
	expect(before).toMatchObject(files);
	expect(readJson(folder, "chat_index.json").conversations[0].record.change).toBe(1_000);
});

test("a conversation that has grown replaces its own log, under the same name", async () => {
	const { db, folder, options } = await start();
	await store(db, "claude", "a", TALK);
	await carryOutOrders(db, options);
	const before = filesIn(folder);
	// Also when it turns out to have begun earlier than was known.
	const earlier = [typed("2026-11-21T08:00:00.000Z", "Before"), bchat("2026-11-21T10:00:00.000Z", "please bchat")];
	await store(db, "claude", "a", earlier);
	const { written } = await carryOutOrders(db, options);
	expect(written).toHaveLength(2);
	expect(filesIn(folder)).toEqual(before);
	expect(before.filter((name) => name.startsWith("chat_log_"))).toHaveLength(1);
	const log = readJson(folder, written[0] ?? "");
	expect(log.turns).toHaveLength(TALK.length + 2);
	expect(log.turns[0].text).toBe("Before");
	expectValid(folder);
});

test("a day has the conversations that were asked for, one order or many", async () => {
	const { db, folder, options } = await start();
	await store(db, "claude", "asked", [...TALK, bchat("2026-11-21T11:00:00.000Z", "backup chat")]);
	await store(db, "gemini", "also-asked", [bchat("2026-11-21T09:30:00.000Z", "first words of gemini, bchat")]);
	await store(db, "codex", "not-asked", [typed("2026-11-21T09:45:00.000Z", "words that stay in the record")]);
	expect((await carryOutOrders(db, options)).orders).toBe(3);
	expect(filesIn(folder).filter((name) => name.startsWith("chat_log_"))).toHaveLength(2);
	const markdown = textOf(folder, "chat_backup_2026-11-21.md");
	expect(markdown).toContain("first words of gemini");
	expect(markdown).not.toContain("words that stay in the record");
	expect(await db.prisma.conversationOrder.count({ where: { doneAt: null } })).toBe(0);
});

test("a conversation over days is shown from its beginning on the day on which its backup was asked for", async () => {
	const { db, folder, options } = await start();
	await store(db, "claude", "long", [
		typed("2026-11-19T09:00:00.000Z", "said on the nineteenth"),
		bchat("2026-11-20T23:30:00.000Z", "in Berlin it is the 21st: bchat"),
		typed("2026-11-21T23:30:00.000Z", "said on the twenty-second"),
	]);
	await carryOutOrders(db, options);
	const markdown = textOf(folder, "chat_backup_2026-11-21.md");
	expect(markdown).toContain("### 2026-11-19 10:00:00 · You\n\n```markdown\nsaid on the nineteenth\n```");
	expect(markdown).toContain("### 00:30:00 · You · asks for a backup");
	expect(markdown).not.toContain("```markdown\nsaid on the twenty-second");
});

test("a summary that somebody made is kept; without one it is an extract", async () => {
	const { db, folder, options } = await start();
	const id = await store(db, "claude", "a", TALK);
	const data = { summary: "By hand.", keywords: ["prices"], summaryBy: "anthropic/claude", summaryOf: 1 };
	await db.prisma.conversation.update({ where: { id }, data });
	const { written } = await carryOutOrders(db, options);
	const log = readJson(folder, written[0] ?? "");
	expect(log).toMatchObject({ summary: "By hand.", keywords: ["prices"], summaryBy: "anthropic/claude" });
	expect(log.sections.decisions.join(" ")).toContain("SQLite");
	expect(readJson(folder, "context_summary.json").topKeywords).toEqual([{ keyword: "prices", conversations: 1 }]);
});

test("a file of somebody else that stands in the way is kept under another name", async () => {
	const { db, folder, options } = await start();
	await store(db, "claude", "a", TALK.slice(0, 4));
	await store(db, "claude", "b", TALK);
	await carryOutOrders(db, options);
	const name = "chat_log_claude_20261121T090000Z_a.json";
	writeFileSync(join(folder, name), "mine");
	writeFileSync(join(folder, "notes.md"), "mine too");
	await store(db, "claude", "a", [bchat("2026-11-22T09:00:00.000Z")]);
	await carryOutOrders(db, options);
	const aside = filesIn(folder).filter((one) => one.startsWith(`${name}.damaged-`));
	expect(aside).toHaveLength(1);
	expect(textOf(folder, aside[0] ?? "")).toBe("mine");
	expect(textOf(folder, "notes.md")).toBe("mine too");
	expect(readJson(folder, name).turns).toHaveLength(5);
});

test.each(["../../x", "a\0b", "x".repeat(300), "CON", "..", "é", ""])(
	"a session called %j writes into the folder alone",
	async (session) => {
		const { db, folder, options } = await start();
		await store(db, session, session, [bchat("2026-11-21T09:00:00.000Z")]);
		const { written } = await carryOutOrders(db, options);
		expect(filesIn(folder)).toEqual([written[1], "chat_index.json", written[0], "context_summary.json"]);
		expect(filesIn(join(folder, "..")).filter((name) => name.includes("chat_log"))).toEqual([]);
		expect(readJson(folder, written[0] ?? "").sessionId).toBe(session);
		expectValid(folder);
	},
);

test("a clock that says anything leaves files that are as they should be", async () => {
	const { db, folder, options } = await start();
	const id = await store(db, "claude", "a", TALK);
	const at = "+275760-09-12T00:00:00.000+00:00";
	await db.prisma
		.$executeRaw`UPDATE "ConversationTurn" SET "at" = ${at} WHERE "conversationId" = ${id} AND "key" = 't0'`;
	await db.prisma
		.$executeRaw`UPDATE "Conversation" SET "startedAt" = '-000044-03-15T00:00:00.000+00:00', "endedAt" = ${at}`;
	await db.prisma.$executeRaw`UPDATE "ConversationOrder" SET "at" = ${at}`;
	const { orders, written } = await carryOutOrders(db, options);
	expect(orders).toBe(1);
	expect(readJson(folder, written[0] ?? "").turns).toHaveLength(TALK.length);
	expectValid(folder);
	await carryOutOrders(db, options);
	expect(filesIn(folder).filter((name) => name.includes("damaged"))).toEqual([]);
});

test("who asks now does not wait for what was asked for long ago", async () => {
	const { db, folder, options } = await start();
	const days = ["2026-11-18", "2026-11-19", "2026-11-20"];
	for (const day of days) await store(db, "claude", `old-${day}`, [bchat(`${day}T09:00:00.000Z`)]);
	let asked = true;
	const isAskedAgain = () => asked;
	const newest = await carryOutOrders(db, { ...options, isAskedAgain });
	expect(newest).toEqual({ orders: 0, written: ["chat_log_claude_20261120T090000Z_old-2026-11-20.json"] });
	expect(filesIn(folder)).toEqual(["chat_index.json", ...newest.written, "context_summary.json"]);
	expect(await db.prisma.conversationOrder.count({ where: { doneAt: null } })).toBe(3);

	await store(db, "codex", "now", [bchat("2026-11-21T09:00:00.000Z")]);
	const now = await carryOutOrders(db, { ...options, isAskedAgain });
	expect(now.written).toEqual(["chat_log_codex_20261121T090000Z_now.json"]);
	asked = false;
	expect((await carryOutOrders(db, { ...options, isAskedAgain })).orders).toBe(4);
	expect(filesIn(folder).filter((name) => name.startsWith("chat_backup_"))).toHaveLength(4);
	expect(await db.prisma.conversationOrder.count({ where: { doneAt: null } })).toBe(0);
	expectValid(folder);
});
