import { describe, expect, it } from "vitest";
import { formatOf } from "../../../server/transcripts/formats.ts";

const named = (path: string, line: string) => formatOf(path, line)?.name ?? null;

describe("the format of a file", () => {
	it.each([
		['{"type":"summary","summary":"x","leafUuid":"y"}', "claude"],
		['{"type":"file-history-snapshot","messageId":"x"}', "claude"],
		['{"sessionId":"x","projectHash":"y","startTime":"z"}', "gemini"],
		['{"$set":{"lastUpdated":"x"}}', "gemini"],
		['{"timestamp":"x","type":"session_meta","payload":{}}', "codex"],
		['{"id":"x","timestamp":"y","instructions":null}', "codex"],
		["[2026-11-21 05:00:00] [s] [USER] Hello", "log"],
		["User: Hello", "log"],
		["## Assistant:", "log"],
		['{"parentUuid":null,"isSidechain":false,"type":"user","message":{"role":"user","content":"cut', "claude"],
		[
			'{"timestamp":"x","ordinal":0,"type":"session_meta","payload":{"id":"x","base_instructions":{"text":"cut',
			"codex",
		],
		['{"$set":{"messages":[{"id":"cut', "gemini"],
		['{"other":"cut', null],
		["", null],
		["{}", null],
		["[]", null],
		["null", null],
		['{"type":"other","payload":{}}', null],
		["2026-11-21 INFO started", null],
		["[INFO] [main] started", null],
		["[2026-11-21 05:00:00] [main] [INFO] started", null],
		["[2026-11-21 05:00:00] [s] [SESSION_START] begun", "log"],
	])("is what its first line says: %s", (line, format) => expect(named("/any/file", line)).toBe(format));

	it.each([
		["/home/dev/.codex/sessions/2026/11/21/rollout-x.jsonl", "codex"],
		["/home/dev/.gemini/tmp/shop/chats/session-x.jsonl", "gemini"],
		["/home/dev/.claude/projects/shop/x.jsonl", "claude"],
		["C:\\Users\\dev\\.claude\\projects\\shop\\x.jsonl", "claude"],
		["/home/dev/notes.jsonl", null],
		["/home/dev/app.log", null],
	])("is what its place says when its first line is damaged: %s", (path, format) =>
		expect(named(path, "{damaged")).toBe(format),
	);
});
