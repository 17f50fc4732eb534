import { expect, test } from "vitest";
import {
	damagedAt,
	damagedName,
	isUnfinished,
	LOG_NAME,
	logName,
	unfinishedName,
} from "../../../server/conversations/backup/file-names.ts";

const AT = new Date("2026-11-21T05:39:46.819Z");

test("an ordinary session is recognised by its file's name", () => {
	expect(logName("claude", "6a44b3e4-f285-4ca7-a2b9-d3290f92f68f", AT)).toBe(
		"chat_log_claude_20261121T053946Z_6a44b3e4-f285-4ca7-a2b9-d3290f92f68f.json",
	);
	expect(logName("codex", "abc", null)).toBe("chat_log_codex_undated_abc.json");
});

test.each([
	"../../etc/passwd",
	"..",
	".",
	"",
	"a\0b",
	"x".repeat(300),
	"é".repeat(300),
	"CON",
	"nul",
	"com1.txt",
	'a/b\\c:d*e?f"g<h>i|j',
	"\u202Egpj.exe",
	"-rf",
	"a\nb",
	"日本語",
	"abc.",
	" abc ",
	"_",
])("a session called %j has a safe name", (session) => {
	const name = logName(session, session, AT);
	expect(name).toMatch(LOG_NAME);
	expect(name.length).toBeLessThan(200);
	expect(logName(session, session, AT)).toBe(name);
});

test("two sessions never share a name, also where capital letters are no difference", () => {
	const sessions = [
		"abc",
		"ABC",
		"Abc",
		"a-b",
		"a/b",
		"a_b",
		"a b",
		"",
		"-",
		"x".repeat(80),
		"x".repeat(81),
		"x".repeat(300),
	];
	const names = sessions.map((session) => logName("claude", session, AT).toLowerCase());
	expect(new Set(names).size).toBe(sessions.length);
});

test("a time that is out of all bounds stays out of the name", () => {
	expect(logName("claude", "a", new Date(Date.UTC(12_026, 0, 1)))).toBe("chat_log_claude_undated_a.json");
});

test("what was set aside says when, and nothing of somebody else's does", () => {
	expect(damagedAt(damagedName("chat_index.json", AT))).toBe(AT.getTime());
	expect(damagedAt(damagedName("notes.txt", AT))).toBeNull();
	expect(damagedAt("chat_index.json")).toBeNull();
	expect(isUnfinished(unfinishedName())).toBe(true);
	expect(isUnfinished(".unfinished-business")).toBe(false);
});
