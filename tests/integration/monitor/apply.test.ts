import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Applied, prepareChanges, storeTold } from "../../../server/conversations/apply/apply-changes.ts";
import { MAX_OUTPUT, MAX_TEXT } from "../../../server/conversations/apply/limits.ts";
import { RecordWriter } from "../../../server/conversations/apply/record-writer.ts";
import { findTrackedFile, type TrackedFile, untracked } from "../../../server/conversations/apply/tracked-files.ts";
import type { Database } from "../../../server/db/open.ts";
import { recordRedactor } from "../../../server/redact/record-redactor.ts";
import type { Change, TurnChange } from "../../../server/transcripts/changes.ts";
import { FORMATS } from "../../../server/transcripts/formats.ts";
import { toolLine } from "../../../server/transcripts/tool-line.ts";
import { tempDatabase } from "../../support/database.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";

const redact = recordRedactor([]);
const AT = "2026-11-20T10:00:00.000Z";

function writerOf(db: Database): RecordWriter {
	const writer = RecordWriter.open(db.path);
	onTestFinished(() => writer.close());
	return writer;
}

async function scene() {
	const db = await tempDatabase();
	const writer = writerOf(db);
	const file = untracked({ source: "claude", path: "/t/one.jsonl", file: "1:1" });
	const tell = async (changes: Change[], offset = 10) => {
		const applied = await apply(writer, file, changes, offset);
		Object.assign(file, { id: applied.id, session: applied.session });
		return applied;
	};
	const turns = () => db.prisma.conversationTurn.findMany({ orderBy: { id: "asc" } });
	const talk = () => db.prisma.conversation.findFirstOrThrow();
	return { db, writer, file, tell, turns, talk };
}

async function apply(writer: RecordWriter, file: TrackedFile, changes: Change[], offset: number, carry?: unknown) {
	const progress = { offset, head: "", tail: "", lines: 1, carry };
	const told = await prepareChanges(changes, progress, redact);
	return (await storeTold(writer, [{ file, told }]))[0] as Applied;
}

const about: Change = { type: "about", session: "s", cwd: "/app" };
const typed = (key: string, text: string, more: Partial<TurnChange> = {}): TurnChange => ({
	type: "turn",
	key,
	role: "user",
	at: AT,
	text,
	...more,
});
const call = (key: string, more: Partial<TurnChange> = {}): TurnChange => ({
	...typed(key, "Bash: ls", { role: "tool", tool: { name: "Bash", input: { command: "ls" }, ok: null } }),
	...more,
});
const result = (key: string, ok: boolean, output: string): Change => ({ type: "result", key, at: AT, output, ok });

describe("the corpus, stored a few lines at a time and then once more,", () => {
	test.each(["claude", "gemini", "codex"] as const)("is as expected: %s", async (name) => {
		const corpus = unpackTranscripts();
		onTestFinished(() => corpus.remove());
		const db = await tempDatabase();
		const writer = writerOf(db);
		const format = FORMATS[name];
		const files = corpus.files.filter(({ tool, file }) => tool === name && !file.startsWith("derived"));
		expect(files.length).toBeGreaterThan(3);
		const tell = async (path: string, index: number, step: number) => {
			const of = { source: name, path, file: `1:${index}` };
			const tracked = findTrackedFile(writer, of.file) ?? untracked(of);
			const reader = format.open(null);
			const lines = readFileSync(path, "utf8").split("\n");
			for (let at = 0; at < lines.length; at += step) {
				const changes = lines.slice(at, at + step).flatMap((line) => reader.read(line, { path, offset: 0 }));
				const { id, session } = await apply(writer, tracked, changes, at, reader.carry());
				Object.assign(tracked, { id, session });
			}
		};
		for (const [index, { path }] of files.entries()) await tell(path, index, 3);
		// While it is read again, what was replaced later comes and goes again.
		const all = () => db.prisma.conversation.findMany({ omit: { change: true } });
		const before = await all();
		for (const [index, { path }] of files.entries()) await tell(path, index, 7);
		expect(await all()).toEqual(before);

		for (const { expected, file } of files.filter(({ expected }) => !expected.subagent && !expected.stub)) {
			const one = await db.prisma.conversation.findUniqueOrThrow({
				where: { source_session: { source: name, session: expected.sessionId } },
				include: { turns: { where: { sidechain: false }, orderBy: [{ at: "asc" }, { id: "asc" }] }, orders: true },
			});
			const said = (role: string) => one.turns.filter((turn) => turn.role === role).map(({ text }) => text);
			const clean = async (texts: string[]) => (await redact(texts)).texts;
			expect(said("user"), file).toEqual(await clean(expected.userMessages));
			expect(said("assistant"), file).toEqual(await clean(expected.assistantMessages));
			const tools = one.turns
				.filter(({ role }) => role === "tool")
				.map(({ tool }) => tool as { name: string; ok: boolean });
			expect(
				tools.map((tool) => ({ name: tool.name, ok: tool.ok })),
				file,
			).toEqual(expected.toolCalls);
			expect(one, file).toMatchObject({
				cwd: expected.cwd,
				startedAt: date(expected.firstTimestamp),
				endedAt: date(expected.lastTimestamp),
				firstTurnAt: date(expected.firstTurnTimestamp),
				lastTurnAt: date(expected.lastTurnTimestamp),
				userTurns: expected.userMessages.length,
				replies: expected.assistantMessages.length,
				toolCalls: expected.toolCalls.length,
				failedCalls: expected.toolCalls.filter(({ ok }) => !ok).length,
				triggers: expected.triggers,
				models: expected.models,
			});
			expect(one.orders, file).toHaveLength(expected.triggers);
		}
	});
});

describe("what is told twice changes nothing:", () => {
	test("turns, results, usage, times and orders; nor does the revision of the record", async () => {
		const { tell, talk, turns, db } = await scene();
		const changes: Change[] = [
			about,
			typed("a", "bchat", { trigger: "whole" }),
			call("b"),
			result("b", false, "no"),
			{ type: "usage", key: "m", model: "x", amounts: { inputTokens: 5 } },
			{ type: "time", at: AT },
		];
		expect(await tell(changes)).toMatchObject({ orders: 1, conversations: [{ session: "s", changed: true }] });
		const [before, rows] = [await talk(), await turns()];
		expect(await tell(changes, 20)).toMatchObject({ orders: 0, conversations: [{ changed: false }] });
		expect(await talk()).toEqual(before);
		expect(await turns()).toEqual(rows);
		expect(before).toMatchObject({
			userTurns: 1,
			toolCalls: 1,
			failedCalls: 1,
			triggers: 1,
			usage: { inputTokens: 5 },
		});
		expect(await db.prisma.conversationOrder.count()).toBe(1);
		expect(await db.prisma.conversationFile.findFirst()).toMatchObject({ offset: 20n, lines: 2 });
	});

	test("a call that is told again without its result keeps it", async () => {
		const { tell, turns } = await scene();
		await tell([about, call("b")]);
		await tell([result("b", true, "done")]);
		await tell([call("b")]);
		expect(await turns()).toMatchObject([{ tool: { name: "Bash", ok: true }, output: "done" }]);
	});
});

test("a result may come before its call, and a turn may be taken back, or come anew", async () => {
	const { tell, talk, turns } = await scene();
	await tell([about, result("b", false, "no such file")]);
	expect(await talk()).toMatchObject({ toolCalls: 0, failedCalls: 0 });
	await tell([call("b"), typed("a", "hello"), typed("c", "x")]);
	expect(await talk()).toMatchObject({ toolCalls: 1, failedCalls: 1, userTurns: 2 });
	await tell([{ type: "drop", key: "a" }, { type: "drop", key: "b" }, { type: "drop", key: "c" }, typed("c", "x")]);
	expect(await turns()).toMatchObject([{ key: "c", text: "x" }]);
	expect(await talk()).toMatchObject({ toolCalls: 0, failedCalls: 0, userTurns: 1 });
});

test("what a part cost is replaced, and the sum is over all parts", async () => {
	const { tell, talk } = await scene();
	const usage = (key: string, inputTokens: number): Change => ({
		type: "usage",
		key,
		model: "x",
		amounts: { inputTokens },
	});
	await tell([about, usage("m", 5), usage("n", 7)]);
	await tell([usage("m", 6), { type: "about", model: "x" }, { type: "about", model: "y" }]);
	await tell([{ type: "about", model: "x" }]);
	expect(await talk()).toMatchObject({ usage: { inputTokens: 13 }, models: ["x", "y"] });
});

test("subagents' turns are kept, and count for nothing", async () => {
	const { tell, talk, turns } = await scene();
	await tell([about, typed("a", "do it", { sidechain: true }), call("b", { sidechain: true })]);
	expect(await talk()).toMatchObject({ userTurns: 0, toolCalls: 0, firstTurnAt: null, title: null });
	expect(await turns()).toHaveLength(2);
});

test("several conversations in one file, each with its own; lines without a name belong to the last one", async () => {
	const { tell, db, file, writer } = await scene();
	const speaks = (session: string): Change => ({ type: "about", session });
	const applied = await tell([
		speaks("s"),
		typed("1", "one"),
		speaks("t"),
		typed("2", "two"),
		speaks("s"),
		typed("3", "three"),
	]);
	expect(applied.session).toBe("s");
	await apply(writer, { ...file, session: applied.session }, [typed("4", "four")], 30);
	const found = await db.prisma.conversation.findMany({ include: { turns: true }, orderBy: { id: "asc" } });
	expect(found.map(({ session, turns }) => [session, turns.map(({ text }) => text)])).toEqual([
		["s", ["one", "three", "four"]],
		["t", ["two"]],
	]);
	expect(found[0]?.change).toBeGreaterThan(found[1]?.change ?? 0);
});

test("a file that names no conversation is one by its own name; a turn without a time has that of what came before", async () => {
	const { tell, talk, turns } = await scene();
	await tell([{ type: "time", at: AT }, typed("1", "one", { at: null })]);
	expect(await talk()).toMatchObject({ session: "one", title: "one" });
	expect(await turns()).toMatchObject([{ at: new Date(AT) }]);
});

test("no secret is stored: not in what is said, asked for or put out; and half a character is none", async () => {
	const { tell, talk, turns, db } = await scene();
	const key = "ghp_FAKEabcdefghijklmnopqrstuvwxyz012345";
	const long = `${"x ".repeat(MAX_OUTPUT / 3 - 12)}${key} ${"y ".repeat(MAX_OUTPUT)}`;
	await tell([
		about,
		typed("a", `my token is ${key} \ud800.`),
		call("b", { tool: { name: "Bash", input: { env: { password: "hunter22" }, list: [`curl -u ${key}`] }, ok: true } }),
		result("b", true, long),
	]);
	const stored = JSON.stringify([await talk(), await turns()]);
	expect(stored).not.toMatch(/FAKE|hunter22/);
	expect(stored).toContain("\ufffd");
	expect((await talk()).redactions).toBeGreaterThanOrEqual(3);
	expect(await db.prisma.conversation.findFirst()).toMatchObject({ title: expect.stringContaining("[redacted]") });
});

test.each([
	["Enter", true],
	["ControlOrMeta+Shift+ArrowDown", true],
	["Control+a", true],
	["F12+F11", true],
	["hunter22", false],
	["Enter+", false],
	["Entering", false],
	["a8f5f167f44f", false],
])("a key that is pressed is no secret, any other is: %s", async (key, isKept) => {
	const { tell, turns } = await scene();
	await tell([about, call("a", { tool: { name: "press", input: { key, password: "Enter" }, ok: true } })]);
	const input = { key: isKept ? key : "[redacted]", password: "[redacted]" };
	expect(await turns()).toMatchObject([{ tool: { name: "press", input } }]);
});

test("nor where texts are shortened, made into a line, or remembered for the next line", async () => {
	const { tell, talk, turns, db, writer } = await scene();
	const key = "ghp_FAKEabcdefghijklmnopqrstuvwxyz012345";
	const tool = (id: string, input: unknown) =>
		call(id, { text: toolLine("Bash", input), tool: { name: "Bash", input, ok: true } });
	await tell([
		{ ...about, cwd: `/home/${key}` } as Change,
		{ type: "about", title: `${"x".repeat(186)} ${key}` },
		tool("a", { command: "cat > app.ini <<EOF\ndb_password=hunterfake\nEOF" }),
		tool("b", { command: `${"x".repeat(286)} ${key}` }),
		tool("c", { [key]: { command: "ls" } }),
	]);
	const stored = JSON.stringify([await talk(), await turns()]);
	expect(stored).not.toMatch(/ghp_|hunterfake/);
	expect((await turns())[0]?.text).toBe("Bash: cat > app.ini <<EOF db_password=[redacted] EOF");

	const reader = FORMATS.log.open(null);
	const place = { path: "/t/plain.log", offset: 0 };
	const changes = [`User: my token is ${key}`, "and this too"].flatMap((line) => reader.read(line, place));
	const log = untracked({ source: "log", path: place.path, file: "1:2" });
	await apply(writer, log, changes, 10, reader.carry());
	const row = await db.prisma.conversationFile.findFirstOrThrow({ where: { path: place.path } });
	expect(JSON.stringify(row.carry)).not.toContain("ghp_");
	const next = FORMATS.log.open(row.carry).read("and more", place);
	expect(next).toMatchObject([{ text: "my token is [redacted]\nand this too\nand more" }]);
});

test("nor in names: of tools, of models, and of the folder that a reader remembers; and none of them is endless", async () => {
	const { db, writer, file, talk, turns } = await scene();
	const key = "ghp_FAKEabcdefghijklmnopqrstuvwxyz012345";
	const told: Change[] = [
		{ ...about, model: `m-${key}` },
		call("1", { text: `x-${key}: ls`, tool: { name: `x-${key}`, input: { command: "ls" }, ok: true } }),
		call("2", { tool: { name: "n".repeat(1_000_000), input: null, ok: true } }),
		{ type: "usage", key: "u", model: key, amounts: { inputTokens: 1 } },
	];
	await apply(writer, file, told, 10, { at: AT, cwd: `/home/${key}`, model: key });
	const rows = [await talk(), await turns(), await db.prisma.conversationUsage.findMany()];
	const stored = JSON.stringify([...rows, findTrackedFile(writer, file.file)?.carry]);
	expect(stored).not.toContain("ghp_");
	expect(stored.length).toBeLessThan(5_000);
	expect(await talk()).toMatchObject({ models: ["m-[redacted]"] });
});

test("a text that says of itself that something was left out has nothing left out", async () => {
	const { tell, turns } = await scene();
	const note = "(… 99,999,999,999,999,999,999 characters left out …)";
	await tell([about, typed("1", (" ".repeat((MAX_TEXT / 3) * 2 - 1) + note).padEnd(MAX_TEXT, "x"))]);
	expect(await turns()).toMatchObject([{ cut: 0 }]);
});

test("a transcript of nothing but unknown kinds and models makes no list without an end", async () => {
	const { db, tell, talk } = await scene();
	const many = Array.from({ length: 5_000 }, (_, index) => `n${index}`);
	const kinds = many.map((kind): Change => ({ type: "unknown", kind }));
	await tell([about, ...kinds, ...many.map((model): Change => ({ type: "about", model }))]);
	await tell([...kinds, { type: "unknown", kind: "n1" }]);
	const { unknown } = await db.prisma.conversationFile.findFirstOrThrow();
	const counts = Object.values(unknown as Record<string, number>);
	expect(counts.length).toBeLessThanOrEqual(101);
	expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_001);
	expect(unknown).toMatchObject({ n1: 3 });
	expect((await talk()).models).toHaveLength(100);
});

test("of a huge output the beginning and the end are kept, and how much is missing is said", async () => {
	const { tell, turns } = await scene();
	const output = `begin ${"word ".repeat(100_000)}end`;
	await tell([about, call("b"), result("b", true, output)]);
	const [turn] = await turns();
	expect(turn?.output?.length).toBeLessThan(MAX_OUTPUT + 100);
	expect(turn?.output).toMatch(/^begin word .*\(… [\d,]+ characters left out …\)[^(]* word end$/s);
	expect(turn?.cut).toBe(output.length - MAX_OUTPUT);
	await tell([call("b"), result("b", true, output)]);
	expect((await turns())[0]).toEqual(turn);
});

test("while another process writes it waits, and what fails leaves nothing behind", async () => {
	const { tell, writer, db, talk } = await scene();
	const ends: string[] = [];
	const [told] = await db.write(async (transaction) => {
		const told = tell([about, typed("a", "hello")]).then(() => ends.push("told"));
		await transaction.activity.count();
		ends.push("written");
		return [told]; // not to be waited for in here
	});
	await told;
	expect(ends).toEqual(["written", "told"]);
	expect(await talk()).toMatchObject({ userTurns: 1 });

	await expect(
		writer.write((sql) => {
			sql.run(`UPDATE "Conversation" SET "title" = 'x'`);
			sql.run(`INSERT INTO "Nowhere" VALUES (1)`);
		}),
	).rejects.toMatchObject({ code: "database-unavailable" });
	expect((await talk()).title).toBe("hello");
});

function date(text: string | null | undefined): Date | null {
	return text ? new Date(text) : null;
}
