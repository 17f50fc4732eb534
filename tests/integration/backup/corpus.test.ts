import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { consolidateDay } from "../../../server/conversations/backup/consolidate.ts";
import { carryOutOrders } from "../../../server/conversations/backup/orders.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { type ScannedTurn, scan } from "../../../server/transcripts/scan.ts";
import { tempHome } from "../../support/temp-home.ts";
import { type Expected, unpackTranscripts } from "../../support/transcripts.ts";
import { filesIn, readJson, type Said, store, textOf } from "./record.ts";
import { expectValid } from "./valid.ts";

interface Log {
	source: string;
	sessionId: string;
	filesTouched: string[];
	commandsRun: { command: string; ok: boolean | null }[];
	turns: { role: string; text: string; sidechain: boolean; tool: { name: string; ok: boolean | null } | null }[];
}

/** Real conversations of all three tools, in the record. */
async function start() {
	const corpus = unpackTranscripts();
	onTestFinished(() => corpus.remove());
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const places = ["claude", "gemini", "codex"].map((name) => join(corpus.root, name));
	for await (const { source, sessionId, turns, sidechain, events } of scan(places, null, () => undefined)) {
		const said = [
			...turns.map((turn) => toSaid(turn, false)),
			...events.map((turn) => toSaid(turn, false)),
			...sidechain.map((turn) => toSaid(turn, true)),
		];
		await store(
			db,
			source,
			sessionId,
			said.sort((a, b) => (a.at < b.at ? -1 : 1)),
		);
	}
	return { corpus, db, folder: paths.chats, options: { folder: paths.chats, zone: "UTC" } };
}

function toSaid({ role, text, at, tool, output }: ScannedTurn, sidechain: boolean): Said {
	const put = tool?.output ?? output;
	return {
		role: role as "user",
		text,
		at: at ?? "2026-11-21T05:00:00.000Z",
		...(tool && { tool: { name: tool.name, input: tool.input, ok: tool.ok } }),
		...(typeof put === "string" && { output: put }),
		sidechain,
		trigger: role === "user" && !sidechain && /\b(bchat|backup chat)\b/i.test(text) && !/[/`]bchat/.test(text),
	};
}

const logsIn = (folder: string): Log[] =>
	filesIn(folder)
		.filter((name) => name.startsWith("chat_log_"))
		.map((name) => readJson(folder, name));

test("real conversations are in their logs as they were, with the files they changed and the commands they ran", async () => {
	const { corpus, db, folder, options } = await start();
	await carryOutOrders(db, options);
	await consolidateDay(db, "2026-11-21", options);
	expectValid(folder);
	const logs = logsIn(folder);
	const expected = corpus.files.filter(
		({ file, expected: { stub, subagent } }) => !file.startsWith("derived/") && !stub && !subagent,
	);
	expect(expected.length).toBeGreaterThan(10);
	for (const { tool, file, expected: one } of expected) {
		const log = logs.find(({ source, sessionId }) => source === tool && sessionId === one.sessionId);
		expect(talkOf(log), file).toEqual(talkExpected(one));
	}
	const files = new Set(logs.flatMap(({ filesTouched }) => filesTouched.map((path) => path.split("/").at(-1))));
	for (const name of ["claude", "gemini", "codex"])
		expect([...files]).toEqual(expect.arrayContaining([`totals_${name}.py`, `test_totals_${name}.py`]));
	for (const { source, commandsRun, turns } of logs) {
		const runners = turns.filter(({ tool }) =>
			["Bash", "run_shell_command", "exec_command"].includes(tool?.name ?? ""),
		);
		const patches = turns.filter(({ text }) => text.includes("apply_patch"));
		expect(commandsRun.length, source).toBe(runners.length - patches.length);
	}
	const markdown = textOf(folder, "chat_backup_2026-11-21.md");
	for (const { expected: one } of expected) {
		for (const text of one.userMessages) expect(markdown).toContain(visibleText(text).trimEnd());
	}
});

function talkOf(log: Log | undefined) {
	const turns = log?.turns.filter(({ sidechain }) => !sidechain) ?? [];
	const texts = (role: string) => turns.filter((turn) => turn.role === role).map(({ text }) => text);
	return {
		user: texts("user"),
		assistant: texts("assistant"),
		tools: turns.flatMap(({ role, tool }) => (role === "tool" && tool ? [{ name: tool.name, ok: tool.ok }] : [])),
	};
}

function talkExpected({ userMessages, assistantMessages, toolCalls }: Expected) {
	return { user: userMessages, assistant: assistantMessages, tools: toolCalls };
}
