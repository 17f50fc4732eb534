import fc from "fast-check";
import { expect, test } from "vitest";
import { extract } from "../../../server/summaries/extract.ts";
import type { SummaryTurn } from "../../../server/summaries/types.ts";

const said = (text: string): SummaryTurn => ({ role: "user", text });
const replied = (text: string): SummaryTurn => ({ role: "assistant", text });
const ran = (command: string, ok: boolean | null, output = ""): SummaryTurn => ({
	role: "tool",
	text: `Bash ${command}`,
	tool: { name: "Bash", input: { command }, ok },
	output,
});
const wrote = (path: string): SummaryTurn => ({
	role: "tool",
	text: `Write ${path}`,
	tool: { name: "Write", input: { file_path: path, content: "…" }, ok: true },
});

test("tells what was asked, done and broken, and how it ended", async () => {
	const { summary, files, commands } = await extract([
		said("Fix the failing test in cart.ts, please. It is urgent."),
		ran("npm test", false, "Exit code 4\nTypeError: total is not a function"),
		wrote("src/cart.ts"),
		ran("npm test", true, "12 passed"),
		replied("The total is rounded now, and all twelve tests of the cart pass."),
		said("Commit it."),
		ran("git commit -am 'Round the total'", true),
		replied("It is committed on main."),
	]);
	expect(summary.split("\n")).toEqual([
		"Asked: “Fix the failing test in cart.ts, please.”, last “Commit it.”",
		"Done: 4 tool calls; changed src/cart.ts; ran `npm test`, `git commit -am 'Round the total'`",
		"Failed: 1 tool call: `npm test`",
		"Ended: “It is committed on main.”",
	]);
	expect(files).toEqual(["src/cart.ts"]);
	expect(commands).toEqual(["npm test", "git commit -am 'Round the total'"]);
});

test.each([
	["nothing", [], "Nothing was said in this conversation."],
	["an order for a backup alone", [{ ...said("bchat!"), trigger: "whole" }], "Nothing was said in this conversation."],
	[
		"a request that nobody answered",
		[said("Are you there?")],
		"Asked: “Are you there?”\nEnded: without an answer to the last request",
	],
	[
		"work that broke off",
		[said("Build it."), ran("make", false, "make: *** No rule")],
		"Asked: “Build it.”\nDone: 1 tool call; ran `make`\nFailed: 1 tool call: `make`\nEnded: in the middle, with a tool that failed",
	],
] satisfies [string, SummaryTurn[], string][])("a summary of %s says so", async (_, turns, expected) => {
	expect((await extract(turns)).summary).toBe(expected);
});

test("what a subagent said is no part of the talk, but what it did was done", async () => {
	const { summary, files } = await extract([
		said("Look into it."),
		{ ...said("You are a helper. Search all files."), sidechain: true },
		{ ...wrote("notes.md"), sidechain: true },
		{ ...replied("Internal words of the helper."), sidechain: true },
		replied("The cause is a missing index."),
	]);
	expect(summary).not.toContain("helper");
	expect(files).toEqual(["notes.md"]);
	expect(summary).toContain("Ended: “The cause is a missing index.”");
});

test.each([
	[
		"Codex's patch",
		{ name: "apply_patch", input: "*** Begin Patch\n*** Add File: a/new.ts\n*** Update File: b.ts\n*** End Patch" },
	],
	[
		"a patch on a command line",
		{
			name: "exec_command",
			input: { cmd: "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a/new.ts\n*** Delete File: b.ts\nEOF" },
		},
	],
])("knows the files of %s, and takes it for no command", async (_, { name, input }) => {
	const { files, commands } = await extract([{ role: "tool", text: name, tool: { name, input, ok: true } }]);
	expect(files).toEqual(["a/new.ts", "b.ts"]);
	expect(commands).toEqual([]);
});

test("knows the command within a shell, and only the first line of a script", async () => {
	const shell = (command: unknown): SummaryTurn => ({
		role: "tool",
		text: "",
		tool: { name: "shell", input: { command }, ok: true },
	});
	const { commands } = await extract([shell(["bash", "-lc", "ls -l"]), shell("for x in 1 2; do\n  echo $x\ndone")]);
	expect(commands).toEqual(["ls -l", "for x in 1 2; do"]);
});

test.each([
	["English", "The invoice parser drops the invoice number. Let us fix the invoice parser.", ["invoice", "parser"]],
	["German", "Die Rechnung wird nicht gespeichert. Wir müssen die Rechnung und die Datenbank prüfen.", ["Rechnung"]],
	["Russian", "Проверь базу данных: база данных не отвечает на запросы.", ["данных"]],
	["Japanese", "データベースのエラーを修正してください。データベースが遅いです。", ["データベース"]],
	["Chinese", "请修复登录功能，用户无法登录。登录功能的错误在数据库。", ["登录", "功能"]],
	["Korean", "데이터베이스 연결이 끊어집니다. 데이터베이스 설정을 확인해 주세요.", ["데이터베이스"]],
])("keywords in %s are words of its matter", async (_, text, expected) => {
	const { keywords } = await extract([said(text)]);
	expect(keywords.slice(0, 4)).toEqual(expect.arrayContaining(expected));
});

test("keywords hold no small words, ids, numbers or digests", async () => {
	const text =
		"Please and then the of 12345 a1b2c3d4e5f 550e8400-e29b-41d4-a716-446655440000 with it is die und der invoice";
	expect((await extract([said(text)])).keywords).not.toEqual(expect.arrayContaining(["the"]));
	expect((await extract([said(text)])).keywords).toContain("invoice");
	expect((await extract([said(text)])).keywords.join(" ")).not.toMatch(/\d{3}|\b(?:and|the|of|with|then)\b/);
});

test("the same turns give the same words, one by one or as they come", async () => {
	const turns = [said("Use SQLite, not Postgres."), ran("npm i", true), replied("Done: we go with SQLite.")];
	async function* slowly() {
		for (const turn of turns) yield await Promise.resolve(turn);
	}
	expect(await extract(slowly())).toEqual(await extract(turns));
});

test("any turns at all give a bounded extract of plain lines", async () => {
	const text = fc.oneof(
		fc.array(fc.nat(0xffff), { maxLength: 100 }).map((codes) => String.fromCharCode(...codes)),
		fc.constantFrom("bchat", "```\ncode\n```", "| a | b |", "\u0000\ud800"),
	);
	const turn = fc.record<SummaryTurn>({
		role: fc.constantFrom("user", "assistant", "tool", "system"),
		text,
		tool: fc.option(fc.record({ name: fc.string(), input: fc.jsonValue(), ok: fc.constantFrom(true, false, null) })),
		output: fc.option(text),
		sidechain: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(turn, { maxLength: 40 }), async (turns) => {
			const found = await extract(turns);
			expect(found.summary.length).toBeLessThanOrEqual(2_000);
			expect(found.summary).not.toBe("");
			expect(found.keywords.length).toBeLessThanOrEqual(12);
			for (const lines of [found.decisions, found.errors, found.configurations]) {
				expect(lines.length).toBeLessThanOrEqual(40);
				for (const line of lines) expect(line).not.toContain("\n");
				expect(new Set(lines).size).toBe(lines.length);
			}
		}),
		{ numRuns: 30 },
	);
});

test("of a very long conversation the first and the last entries stay, and no more memory is needed", async () => {
	function* turns(): Generator<SummaryTurn> {
		for (let number = 0; number < 20_000; number += 1) {
			yield said(`We decided on plan ${number}.`);
			yield ran(`step ${number}`, false, `error: number ${number}`);
		}
	}
	const { decisions, errors, summary, commands } = await extract(turns());
	expect(decisions).toHaveLength(40);
	expect([decisions[0], decisions.at(-1)]).toEqual(["We decided on plan 0.", "We decided on plan 19999."]);
	expect(errors.at(-1)).toBe("step 19999: error: number 19999");
	expect(commands.length).toBeLessThanOrEqual(200);
	expect(summary).toContain("19,998 more requests");
});

test("a text of megabytes costs no more than its beginning and its end", async () => {
	const huge = `We decided to begin. ${"a".repeat(5_000_000)} ${"(".repeat(100_000)}\nWe decided to end.`;
	const started = performance.now();
	const { decisions } = await extract([said(huge), { ...ran("cat", false, huge) }]);
	expect(performance.now() - started).toBeLessThan(5_000);
	expect(decisions.at(-1)).toBe("We decided to end.");
});

test.each([
	"we ",
	"a.",
	"(`",
	"A_A_",
	'"a":"',
	"port ",
	"Error: ",
	"'",
	"データベース",
	"。",
	"... B",
	"__a",
	"> - ",
	"A=1 ",
	"/a.b:1:2: ",
])("no text of %j takes longer than its length explains", async (part) => {
	const text = part.repeat(200_000 / part.length);
	const started = performance.now();
	await extract([said(text), replied(text), ran(text, false, text)]);
	expect(performance.now() - started).toBeLessThan(4_000);
});
