import { describe, expect, it } from "vitest";
import { CLAUDE } from "../../../server/transcripts/formats/claude/claude.ts";
import { said, tell, turnsOf } from "./told.ts";

const SESSION = "7630de87-80d8-4626-89e6-da39fc8afd03";
const AT = "2026-11-21T05:00:00.000Z";
let lines = 0;

function user(content: unknown, more: Record<string, unknown> = {}) {
	lines += 1;
	const own = { uuid: `u${lines}`, timestamp: AT, sessionId: SESSION, cwd: "/home/dev/shop", isSidechain: false };
	return { type: "user", message: { role: "user", content }, ...own, ...more };
}

function assistant(content: unknown, more: Record<string, unknown> = {}) {
	const message = {
		id: "msg_1",
		model: "claude-opus-4-8",
		role: "assistant",
		content,
		usage: { input_tokens: 5, output_tokens: 2 },
	};
	return { ...user(null), type: "assistant", message, ...more };
}

describe("what was typed", () => {
	it("may come in blocks, with images, and with context that the program adds", () => {
		const content = [
			{ type: "text", text: "<system-reminder>bchat</system-reminder>" },
			{ type: "text", text: "<ide_opened_file>a.ts</ide_opened_file>" },
			{ type: "text", text: "Look at this" },
			{ type: "image", source: {} },
		];
		expect(said(tell(CLAUDE, [user(content)]))).toEqual(["user: Look at this\n[image]"]);
	});

	it("is kept when it was typed while the assistant was at work", () => {
		const queued = (prompt: unknown, commandMode: string) => ({
			...user(null),
			type: "attachment",
			attachment: { type: "queued_command", prompt, commandMode },
		});
		const changes = tell(CLAUDE, [
			queued("and bchat", "prompt"),
			queued([{ type: "text", text: "in blocks" }], "prompt"),
			queued("<task-notification>bchat</task-notification>", "task-notification"),
		]);
		expect(said(changes)).toEqual([
			"user: and bchat",
			"user: in blocks",
			"system: <task-notification>bchat</task-notification>",
		]);
		expect(turnsOf(changes).map(({ trigger }) => trigger)).toEqual(["word", undefined, undefined]);
	});

	it("is nothing of what the program writes in the person's name", () => {
		const changes = tell(CLAUDE, [
			user("bchat", { isMeta: true }),
			user("bchat summary", { isCompactSummary: true, isVisibleInTranscriptOnly: true }),
			user("bchat from an agent", { promptSource: "system" }),
			user("bchat from another", { origin: { kind: "task-notification" } }),
			user("<command-message>x</command-message>\n<command-name>/x</command-name>\n<command-args>bchat</command-args>"),
			user("<bash-input>echo bchat</bash-input>"),
			user("<bash-stdout>bchat</bash-stdout><bash-stderr></bash-stderr>"),
			user("<bash-stdout></bash-stdout><bash-stderr></bash-stderr>"),
			user("<local-command-stdout>\u001B[2mbchat\u001B[22m</local-command-stdout>"),
			user([{ type: "text", text: "[Request interrupted by user for tool use]" }]),
		]);
		expect(said(changes)).toEqual([
			"system: bchat summary",
			"system: bchat from an agent",
			"system: bchat from another",
			"system: /x bchat",
			"system: !echo bchat",
			"system: bchat",
			"system: bchat",
			"system: Interrupted by the person",
		]);
		expect(turnsOf(changes).some(({ trigger }) => trigger)).toBe(false);
	});
});

describe("subagents", () => {
	it("are kept apart, in files of their own and in that of the conversation", () => {
		const side = { isSidechain: true };
		const changes = tell(CLAUDE, [user("bchat", side), assistant([{ type: "text", text: "Looking." }], side)]);
		expect(turnsOf(changes).map(({ role, sidechain, trigger }) => [role, sidechain, trigger])).toEqual([
			["user", true, undefined],
			["assistant", true, undefined],
		]);
		expect(changes.find(({ type }) => type === "usage")).toMatchObject({ sidechain: true });
		expect(changes.some((change) => change.type === "about" && change.model)).toBe(false);
	});

	it("belong to the conversation in whose folder they are when their lines do not say", () => {
		const path = `/home/dev/.claude/projects/x/${SESSION}/subagents/agent-a1.jsonl`;
		expect(tell(CLAUDE, [user("Go", { isSidechain: true, sessionId: undefined })], path)[0]).toMatchObject({
			session: SESSION,
		});
	});
});

describe("replies", () => {
	it("have a turn for each text, none for thoughts, and one for each use of a tool", () => {
		const changes = tell(CLAUDE, [
			assistant([
				{ type: "thinking", thinking: "bchat" },
				{ type: "text", text: "One" },
				{ type: "text", text: "Two" },
				{ type: "tool_use", id: "t1", name: "Bash", input: { command: "ls  -l\nnotes" } },
				{ type: "server_tool_use", id: "t2", name: "web_search", input: { query: "x" } },
				{ type: "web_search_tool_result", tool_use_id: "t2", content: { type: "web_search_tool_result_error" } },
			]),
			user([
				{
					type: "tool_result",
					tool_use_id: "t1",
					content: [{ type: "text", text: "a" }, { type: "image" }],
					is_error: true,
				},
			]),
		]);
		expect(said(changes)).toEqual([
			"assistant: One",
			"assistant: Two",
			"tool: Bash: ls -l notes",
			"tool: web_search: x",
		]);
		const results = changes.filter(({ type }) => type === "result");
		expect(results).toMatchObject([
			{ key: "t2", ok: false },
			{ key: "t1", ok: false, output: "a\n[image]" },
		]);
	});

	it("cost once, however many lines they have", () => {
		const changes = tell(CLAUDE, [assistant("Hi"), assistant("Hi")]);
		expect(changes.filter(({ type }) => type === "usage").map((change) => "key" in change && change.key)).toEqual([
			"msg_1",
			"msg_1",
		]);
	});

	it("that the program makes up are its own words", () => {
		const changes = tell(CLAUDE, [
			{
				...assistant([]),
				message: { model: "<synthetic>", content: [{ type: "text", text: "API Error: 529" }], usage: {} },
			},
		]);
		expect(said(changes)).toEqual(["system: API Error: 529"]);
		expect(changes.some(({ type }) => type === "usage")).toBe(false);
	});
});

describe("other lines", () => {
	it("of unknown kinds are counted, those without a kind are malformed", () => {
		const changes = tell(CLAUDE, [{ type: "brand-new" }, { type: "__proto__" }, {}, [], "12", "{", "garbage"]);
		expect(changes.filter(({ type }) => type !== "about")).toEqual([
			{ type: "unknown", kind: "brand-new" },
			{ type: "unknown", kind: "other" },
			...Array.from({ length: 5 }, () => ({ type: "malformed" })),
		]);
	});

	it("name the conversation", () => {
		const changes = tell(CLAUDE, [
			{ type: "summary", summary: "Older", leafUuid: "x" },
			{ type: "ai-title", aiTitle: "Newer", sessionId: SESSION },
			{ type: "custom-title", customTitle: "Mine", sessionId: SESSION },
		]);
		expect(changes.flatMap((change) => (change.type === "about" && change.title) || [])).toEqual([
			"Older",
			"Newer",
			"Mine",
		]);
	});

	it("tell of commands and compactions in the program's own lines", () => {
		const event = (subtype: string, content: string) => ({ ...user(null), type: "system", subtype, content });
		expect(
			said(
				tell(CLAUDE, [
					event("compact_boundary", "Conversation compacted"),
					event("local_command", "<command-name>/model</command-name>\n<command-args></command-args>"),
					event("local_command", "<local-command-stdout></local-command-stdout>"),
					event("informational", "Something to know"),
					event("turn_duration", ""),
				]),
			),
		).toEqual(["system: Conversation compacted", "system: /model", "system: Something to know"]);
	});

	it("that were cut do not count as the kind with which they begin", () => {
		const line = JSON.stringify({
			type: "queue-operation",
			operation: "enqueue",
			timestamp: AT,
			sessionId: SESSION,
			content: "bchat",
		});
		expect(tell(CLAUDE, [line])).toMatchObject([{ type: "about" }, { type: "time", at: AT }]);
		expect(tell(CLAUDE, [line.slice(0, -1)])).toEqual([{ type: "malformed" }]);
	});

	it("without a time happen when the line before them did", () => {
		const [, second] = turnsOf(tell(CLAUDE, [user("a"), user("b", { timestamp: undefined })]));
		expect(second?.at).toBe(AT);
		expect(turnsOf(tell(CLAUDE, [user("a", { timestamp: "yesterday" })]))[0]?.at).toBeNull();
	});

	it("may change the conversation in the midst of a file, as copies of older ones do", () => {
		const changes = tell(CLAUDE, [user("a"), user("b", { sessionId: "other" })]);
		expect(changes.flatMap((change) => (change.type === "about" && change.session) || [])).toEqual([SESSION, "other"]);
	});
});
