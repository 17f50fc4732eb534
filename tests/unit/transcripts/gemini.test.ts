import { describe, expect, it } from "vitest";
import { GEMINI } from "../../../server/transcripts/formats/gemini/gemini.ts";
import { said, tell, turnsOf } from "./told.ts";

const CONTEXT = { text: "<session_context>\n- **Workspace Directories:**\n  - /home/dev/shop\n</session_context>" };
let ids = 0;

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 5, 0, seconds)).toISOString();
const header = (more: Record<string, unknown> = {}) => ({
	sessionId: "s1",
	projectHash: "h",
	startTime: at(0),
	kind: "main",
	...more,
});

function user(text: string, seconds: number, more: Record<string, unknown> = {}) {
	ids += 1;
	return { id: `u${ids}`, timestamp: at(seconds), type: "user", content: [{ text }], ...more };
}

function gemini(text: string, seconds: number, more: Record<string, unknown> = {}) {
	ids += 1;
	const tokens = { input: 5, output: 2, cached: 1, thoughts: 0, total: 8 };
	return { id: `g${ids}`, timestamp: at(seconds), type: "gemini", content: text, tokens, model: "gemini-3", ...more };
}

const set = (...messages: unknown[]) => ({ $set: { messages, lastUpdated: at(0) } });
const context = (seconds: number) => ({ ...user("", seconds), content: [CONTEXT] });
/** As the program writes it again: under another id, in parts, without a price. */
const again = (message: { type: string; content: unknown }, seconds: number) => {
	ids += 1;
	const content = typeof message.content === "string" ? [{ text: message.content }] : message.content;
	return { id: `n${ids}`, timestamp: at(seconds), type: message.type, content, tokens: null };
};

describe("a history that is written again", () => {
	const [hello, hi, bchat, saved] = [user("Hello", 1), gemini("Hi", 2), user("bchat", 3), gemini("Saved", 4)];
	const begin = [header(), set(context(0)), hello, hi, bchat, saved];
	const once = ["user: Hello", "assistant: Hi", "user: bchat", "assistant: Saved"];

	it("tells nothing again under the same ids", () => {
		const resumed = [header(), set(context(9)), set(context(9), hello, hi, { ...bchat, timestamp: at(9) }, saved)];
		expect(said(tell(GEMINI, [...begin, ...resumed]))).toEqual(once);
	});

	it("tells nothing again under new ids, message by message and as a whole", () => {
		const first = { ...again(hello, 9), content: [CONTEXT, { text: "Hello" }] };
		const rewritten = [first, again(hi, 9), again(bchat, 9), again(saved, 9)];
		expect(said(tell(GEMINI, [...begin, ...rewritten, set(...rewritten)]))).toEqual(once);
	});

	it("tells what is typed anew, though it was said before", () => {
		const first = { ...again(hello, 9), content: [CONTEXT, { text: "Hello" }] };
		const more = [user("bchat", 20), gemini("Saved", 21)];
		const twice = [...once, "user: bchat", "assistant: Saved"];
		expect(said(tell(GEMINI, [...begin, first, again(hi, 9), again(bchat, 9), again(saved, 9), ...more]))).toEqual(
			twice,
		);
		// Also when not all of the history has come again.
		expect(said(tell(GEMINI, [...begin, first, again(hi, 9), ...more]))).toEqual(twice);
		expect(said(tell(GEMINI, [...begin, set(hello, hi, bchat, saved), ...more]))).toEqual(twice);
	});

	it("counts how often something was said", () => {
		const twice = [...begin, user("bchat", 5), gemini("Saved", 6)];
		const list = set(
			context(9),
			again(hello, 9),
			again(hi, 9),
			again(bchat, 9),
			again(saved, 9),
			again(bchat, 9),
			again(saved, 9),
		);
		expect(said(tell(GEMINI, [...twice, list]))).toHaveLength(6);
	});

	it("that begins with a summary has it as an event, and no acknowledgement of it", () => {
		const compressed = set(
			context(9),
			user("bchat was typed", 9),
			gemini("Got it.", 9, { tokens: null }),
			again(bchat, 9),
			again(saved, 9),
		);
		const changes = tell(GEMINI, [...begin, compressed, compressed, user("Go on", 20)]);
		expect(said(changes)).toEqual([...once, "system: bchat was typed", "user: Go on"]);
		expect(turnsOf(changes).filter(({ trigger }) => trigger)).toHaveLength(1);
	});

	it("brings back a message whose own line was damaged", () => {
		const changes = tell(GEMINI, [header(), hello, hi, "{damaged", saved, set(hello, hi, bchat, saved)]);
		expect(said(changes)).toEqual(["user: Hello", "assistant: Hi", "assistant: Saved", "user: bchat"]);
	});

	it("is the conversation when nothing was told before it", () => {
		expect(said(tell(GEMINI, [header(), set(context(0), hello, hi, bchat, saved)]))).toEqual(once);
	});

	it("keeps what was shown when it lost what it was", () => {
		const file = [{ text: "See @a.md" }, { text: "\n--- Content from referenced files ---" }, { text: "bchat" }];
		const typed = { ...user("", 5), content: file, displayContent: [{ text: "See @a.md" }] };
		const changes = tell(GEMINI, [
			...begin,
			typed,
			set(again(hello, 9), again(hi, 9), again(bchat, 9), again(saved, 9), again(typed, 9)),
		]);
		expect(said(changes)).toEqual([...once, "user: See @a.md"]);
		// Also when it comes in the shorter form only.
		expect(said(tell(GEMINI, [header(), { ...typed, displayContent: undefined }]))).toEqual(["user: See @a.md"]);
	});
});

describe("a message that is written twice", () => {
	const call = (status: string, more: Record<string, unknown> = {}) => ({
		id: "c1",
		name: "run_shell_command",
		args: { command: "ls" },
		status,
		...more,
	});
	const shell = (output: string) => [
		{ functionResponse: { id: "c1", name: "run_shell_command", response: { output } } },
	];

	it("is one turn, with the tools that it has at last", () => {
		const first = gemini("Now I look.", 2);
		const changes = tell(GEMINI, [
			header(),
			first,
			{ ...first, toolCalls: [call("executing")] },
			{ ...first, toolCalls: [call("success", { result: shell("a") })] },
			{ ...user("", 3), content: shell("a") },
			{ ...user("", 3), content: shell("again") },
		]);
		expect(new Set(turnsOf(changes).map(({ key }) => key))).toEqual(new Set([first.id, "c1"]));
		expect(changes.filter(({ type }) => type === "result")).toMatchObject([
			{ key: "c1", ok: true, output: "a" },
			{ key: "c1", ok: true, output: "a", at: at(3) },
		]);
	});

	it.each([
		["Output: a\nExit Code: 4\nProcess Group PGID: 1", false],
		["<untrusted_context>\nOutput: (empty)\nExit Code: 0\n</untrusted_context>", true],
		["Output: it says Exit Code: 4 somewhere\nProcess Group PGID: 1", true],
	])("has a tool that went well or not: %j", (output, ok) => {
		const changes = tell(GEMINI, [
			header(),
			gemini("", 2, { toolCalls: [call("success", { result: shell(output) })] }),
		]);
		expect(changes.find(({ type }) => type === "result")).toMatchObject({ ok });
	});

	it("has a tool that failed or was cancelled", () => {
		for (const status of ["error", "cancelled"])
			expect(
				tell(GEMINI, [header(), gemini("", 2, { toolCalls: [call(status)] })]).find(({ type }) => type === "result"),
			).toMatchObject({
				ok: false,
			});
	});
});

it("has a command run with ! as an event, with what it put out", () => {
	const text =
		"I ran the following shell command:\n```sh\necho bchat\n```\n\nThis produced the following result:\n```\nbchat\n```";
	expect(turnsOf(tell(GEMINI, [header(), user(text, 1)]))).toMatchObject([
		{ role: "system", text: "!echo bchat", output: "bchat" },
	]);
});

it("knows the folder, the title, notices and subagents, and counts what it does not know", () => {
	const changes = tell(GEMINI, [
		header(),
		set(context(0)),
		{ id: "i", timestamp: at(1), type: "info", content: "Something to know" },
		{ id: "e", timestamp: at(1), type: "error", content: "" },
		{ $set: { summary: "A title", memoryScratchpad: {} } },
		{ $rewindTo: "u1" },
		{ $push: {} },
		{ id: "x", type: "brand-new" },
		{ nothing: true },
		"{",
	]);
	expect(changes).toEqual(
		expect.arrayContaining([
			{ type: "about", cwd: "/home/dev/shop" },
			{ type: "about", title: "A title" },
		]),
	);
	expect(said(changes)).toEqual(["system: Something to know", "system: Went back to an earlier point"]);
	expect(changes.flatMap((change) => (change.type === "unknown" ? [change.kind] : []))).toEqual([
		"update/push",
		"message/brand-new",
	]);
	expect(changes.filter(({ type }) => type === "malformed")).toHaveLength(2);
	const side = tell(GEMINI, [header({ kind: "subagent" }), user("bchat", 1), gemini("Done", 2)]);
	expect(turnsOf(side).map(({ sidechain, trigger }) => [sidechain, trigger])).toEqual([
		[true, undefined],
		[true, undefined],
	]);
});

it("takes what a subagent does for a part of the conversation that sent it", () => {
	const lines = [header({ sessionId: "sub", kind: "subagent" }), user("Go", 1)];
	const sessions = (path?: string) =>
		tell(GEMINI, lines, path).flatMap((change) => (change.type === "about" && change.session) || []);
	expect(sessions("/home/dev/.gemini/tmp/shop/chats/s1/sub.jsonl")).toEqual(["s1"]);
	expect(sessions("/home/dev/.gemini/tmp/shop/chats/sub.jsonl")).toEqual(["sub"]);
});

it("compares a long history with itself in another order in the time of a test", () => {
	// Looking for each message among all of them would take more than a minute.
	const messages = Array.from({ length: 150_000 }, (_, index) => user(`Words ${index}`, 1));
	const again = messages.toReversed().map((message) => ({ ...message, id: `again ${message.id}` }));
	const reader = GEMINI.open(null);
	const read = (line: unknown) => said(reader.read(JSON.stringify(line), { path: "/g/chats/one.jsonl", offset: 0 }));
	read(header());
	expect(read({ $set: { messages } })).toHaveLength(150_000);
	expect(read({ $set: { messages: again } })).toEqual([]);
});
