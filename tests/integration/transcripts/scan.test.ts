import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import type { Problem } from "../../../server/transcripts/find-transcripts.ts";
import { FORMATS, type FormatName } from "../../../server/transcripts/formats.ts";
import { type ScannedConversation, scan } from "../../../server/transcripts/scan.ts";
import { unpackTranscripts } from "../../support/transcripts.ts";
import { cliFor } from "../cli/run-cli.ts";

const corpus = unpackTranscripts();
afterAll(() => corpus.remove());

async function scanned(paths: string[], format?: FormatName) {
	const problems: Problem[] = [];
	const conversations: ScannedConversation[] = [];
	for await (const one of scan(paths, format ? FORMATS[format] : null, (problem) => problems.push(problem)))
		conversations.push(one);
	return { conversations, problems };
}

async function folder(): Promise<string> {
	const path = await mkdtemp(join(tmpdir(), "nightshift-scan-"));
	onTestFinished(() => rm(path, { recursive: true, force: true }));
	return path;
}

/** A line as Claude Code writes it, its names in the same order. */
function line(session: string, text: string): string {
	const about = { uuid: `${session}-${text.slice(0, 20)}`, timestamp: "2026-11-21T05:00:00.000Z", sessionId: session };
	return `${JSON.stringify({ parentUuid: null, type: "user", message: { role: "user", content: text }, ...about })}\n`;
}

describe("a scan", () => {
	it("finds every conversation of the corpus by what is in the files", async () => {
		const { conversations, problems } = await scanned(
			["claude", "gemini", "codex"].map((tool) => join(corpus.root, tool)),
		);
		expect(problems).toEqual([]);
		expect(conversations).toHaveLength(16);
		for (const { file, expected } of corpus.files) {
			if (file.startsWith("derived") || expected.stub || expected.subagent) continue;
			const found = conversations.find(({ sessionId }) => sessionId === expected.sessionId);
			expect(found, file).toMatchObject({ triggers: expected.triggers, usage: expected.usage, cwd: expected.cwd });
			expect(found?.turns.filter(({ role }) => role === "user").map(({ text }) => text)).toEqual(expected.userMessages);
		}
	});

	it("makes one conversation of all its files", async () => {
		const { conversations } = await scanned([join(corpus.root, "claude")]);
		const withSubagent = conversations.find(({ sidechain }) => sidechain.length > 0);
		expect(withSubagent?.paths).toHaveLength(2);
		expect(withSubagent?.sidechainUsage.outputTokens).toBeGreaterThan(0);
	});

	it("follows links, ends in loops, and reads no file twice", async () => {
		const root = await folder();
		await mkdir(join(root, "a"));
		await writeFile(join(root, "a", "one.jsonl"), line("s1", "Hello"));
		await symlink(root, join(root, "a", "loop"));
		await symlink("one.jsonl", join(root, "a", "two.jsonl"));
		await symlink("circle.jsonl", join(root, "circle.jsonl"));
		await symlink("/nowhere/at/all.jsonl", join(root, "lost.jsonl"));
		const { conversations, problems } = await scanned([root, root, join(root, "a")]);
		expect(conversations.map(({ turns }) => turns.length)).toEqual([1]);
		expect(problems).toEqual([]);
	});

	it.skipIf(process.getuid?.() === 0)("says what may not be read, and reads the rest", async () => {
		const root = await folder();
		await writeFile(join(root, "one.jsonl"), line("s1", "Hello"));
		await writeFile(join(root, "two.jsonl"), line("s2", "Hello"));
		await mkdir(join(root, "closed"));
		await chmod(join(root, "two.jsonl"), 0);
		await chmod(join(root, "closed"), 0);
		const { conversations, problems } = await scanned([root]);
		expect(conversations.map(({ sessionId }) => sessionId)).toEqual(["s1"]);
		expect(problems.map(({ why }) => why)).toEqual(["You may not read it.", "You may not read it."]);
	});

	it("passes over what is no transcript, unless it was named", async () => {
		const root = await folder();
		await writeFile(join(root, "data.jsonl"), '{"a":1}\n');
		await writeFile(join(root, "empty.jsonl"), "");
		await writeFile(join(root, "app.log"), "2026-11-21 started\n");
		await writeFile(join(root, "talk.log"), "\nUser: Hello\nAssistant: Hi");
		expect(await scanned([root])).toMatchObject({ conversations: [{ source: "log" }], problems: [] });
		const { conversations, problems } = await scanned([join(root, "data.jsonl"), join(root, "empty.jsonl")]);
		expect([conversations.length, problems.length]).toEqual([0, 2]);
	});

	it("takes a file for the format that is named", async () => {
		const root = await folder();
		await writeFile(join(root, "notes.txt"), "Some talk\nUser: bchat\n");
		const { conversations } = await scanned([root], "log");
		expect(conversations).toMatchObject([{ source: "log", triggers: 1, malformedLines: 1 }]);
	});

	it("reads a last line without an end, and counts one that was cut", async () => {
		const root = await folder();
		const whole = line("s1", "One") + line("s1", "Two").trimEnd();
		await writeFile(join(root, "whole.jsonl"), whole);
		expect((await scanned([join(root, "whole.jsonl")])).conversations[0]).toMatchObject({
			malformedLines: 0,
			turns: [{}, {}],
		});
		await writeFile(join(root, "cut.jsonl"), whole.slice(0, -5));
		expect((await scanned([join(root, "cut.jsonl")])).conversations[0]).toMatchObject({
			malformedLines: 1,
			turns: [{}],
		});
	});

	it("reads a first line that is longer than what is looked at, and one of 50 MB", async () => {
		const root = await folder();
		const long = "x".repeat(50 * 1024 * 1024);
		await writeFile(join(root, "long.jsonl"), line("s1", long) + line("s1", "bchat"));
		const { conversations } = await scanned([join(root, "long.jsonl")]);
		expect(conversations[0]?.turns.map(({ text }) => text.length)).toEqual([long.length, 5]);
	});

	it("finds its way through ten thousand files", { timeout: 60_000 }, async () => {
		const root = await folder();
		for (let part = 0; part < 10; part += 1) {
			await mkdir(join(root, `${part}`));
			const names = Array.from({ length: 1_000 }, (_, index) => `${part}-${index}`);
			await Promise.all(names.map((name) => writeFile(join(root, `${part}`, `${name}.jsonl`), line(name, "Hello"))));
		}
		let count = 0;
		for await (const { turns } of scan([root], null, () => {})) count += turns.length;
		expect(count).toBe(10_000);
	});
});

describe("nightshift chats scan", () => {
	it("prints each file of the corpus as it is expected, in one document", async () => {
		const cli = await cliFor();
		for (const { path, tool, expected } of [corpus.files[2], corpus.files[6], corpus.files.at(-1)].flatMap(
			(one) => one ?? [],
		)) {
			const { conversations } = await cli.json<{ conversations: ScannedConversation[] }>("chats", "scan", path);
			expect(conversations).toHaveLength(1);
			const [one] = conversations;
			expect(one).toMatchObject({
				source: tool,
				sessionId: expected.sessionId,
				cwd: expected.cwd,
				startedAt: expected.firstTimestamp,
				endedAt: expected.lastTimestamp,
				triggers: expected.triggers,
				triggersWholeMessage: expected.triggersWholeMessage,
				malformedLines: expected.malformedLines,
			});
			expect(one?.turns.flatMap(({ tool }) => tool?.name ?? [])).toEqual(expected.toolCalls.map(({ name }) => name));
		}
	});

	it("prints a table for people, and remarks beside it", async () => {
		const cli = await cliFor();
		const root = await folder();
		const from = corpus.files[0]?.path ?? "";
		await cp(dirname(from), join(root, "chats"), { recursive: true });
		await writeFile(join(root, "odd.jsonl"), '{"a":1}');
		const { status, stdout, stderr } = await cli.run("chats", "scan", root, join(root, "odd.jsonl"));
		expect([status, stderr]).toEqual([0, ""]);
		expect(stdout).toContain("b837c53c-1607-47aa-9909-0d39884ca0a6");
		expect(stdout).toMatch(/6 conversations, \d+ messages, \d+ uses of tools\.$/);
		expect(await readFile(from, "utf8")).not.toBe("");
	});

	it("says in one sentence what is missing", async () => {
		const cli = await cliFor();
		const root = await folder();
		const empty = await cli.run("chats", "scan", root, "--json");
		expect([empty.status, empty.stdout]).toEqual([1, ""]);
		expect(empty.stderr).toContain("There are no transcripts in");
		const nowhere = await cli.run("chats", "scan", join(root, "nowhere"));
		expect([nowhere.status, nowhere.stderr]).toEqual([1, expect.stringContaining("no such file or folder")]);
		await writeFile(join(root, "odd.jsonl"), '{"a":1}');
		const odd = await cli.run("chats", "scan", join(root, "odd.jsonl"));
		expect([odd.status, odd.stderr.split("\n").length]).toEqual([1, 2]);
		expect((await cli.run("chats", "scan", root, "--format", "word")).status).toBe(2);
	});
});
