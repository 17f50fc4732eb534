import { describe, expect, it } from "vitest";
import { LOG } from "../../../server/transcripts/formats/log/log.ts";
import { said, tell, turnsOf } from "./told.ts";

/** What is left when each turn is told for the last time. */
function last(lines: readonly string[], path?: string) {
	return [...new Map(turnsOf(tell(LOG, lines, path)).map((turn) => [turn.key, turn])).values()];
}

const T = "2026-11-21T05:00:00.000Z";

describe("lines with a time, a session and a type", () => {
	it("are turns of their sessions, which may alternate in one file", () => {
		const changes = tell(LOG, [
			`[${T}] [s1] [USER] Hello`,
			`[2026-11-21 06:00:00+01:00] [s2] [Assistant] Hi`,
			`[${T}] [s1] [tool] Bash: ls`,
			`[${T}] [s1] [INFO] Something`,
			`[${T}] [s1] [TOOL_RESULT]: a`,
			`[${T}] [s1] [AI RESPONSE] Yes`,
			`[${T}] [s1] [USER_INPUT] No`,
			`[${T}] [s1] [USER] bchat`,
		]);
		expect(changes.flatMap((change) => (change.type === "about" ? [change.session] : []))).toEqual(["s1", "s2", "s1"]);
		expect(said(changes)).toEqual([
			"user: Hello",
			"assistant: Hi",
			"tool: Bash: ls",
			"system: Something",
			"tool: a",
			"assistant: Yes",
			"user: No",
			"user: bchat",
		]);
		const turns = turnsOf(changes);
		expect(turns[1]?.at).toBe(T);
		expect(turns[2]?.tool).toEqual({ name: "Bash", input: "Bash: ls", ok: null });
		expect(turns.at(-1)?.trigger).toBe("whole");
	});

	it("have the machine's own time when they name no zone, and that of the line before when it is none", () => {
		const turns = last([
			"[2026-11-21 05:00:00] [s] [USER] a",
			"[05:00:01] [s] [USER] b",
			"[2026-11-21 05:00:02,5] [s] [USER] c",
		]);
		expect(turns.map(({ at }) => at)).toEqual([
			new Date(2026, 10, 21, 5, 0, 0).toISOString(),
			new Date(2026, 10, 21, 5, 0, 0).toISOString(),
			new Date(2026, 10, 21, 5, 0, 2, 500).toISOString(),
		]);
	});

	it("keep their keys when the beginning of the log was cut off", () => {
		const lines = ["a", "b", "b", "c"].map((text, index) => `[2026-11-21T05:00:0${index % 3}Z] [s] [USER] ${text}`);
		const keys = last(lines).map(({ key }) => key);
		expect(new Set(keys).size).toBe(4);
		expect(last(lines.slice(1)).map(({ key }) => key)).toEqual(keys.slice(1));
	});

	it("said twice in one moment are two turns", () => {
		expect(last([`[${T}] [s] [USER] bchat`, `[${T}] [s] [USER] bchat`])).toHaveLength(2);
	});

	it("of another log are not ours", () => {
		const changes = tell(LOG, ["[12:00] [main] [GARBAGE] x", "plain", "", "12:00 something"]);
		expect(changes).toEqual([{ type: "malformed" }, { type: "malformed" }, { type: "malformed" }]);
	});
});

describe("lines that begin with who speaks", () => {
	it("are turns, and what follows them is part of them", () => {
		const turns = last([
			"# A talk",
			"User: Hello",
			"and more",
			"",
			"",
			"of it",
			"",
			"**Assistant:** Hi",
			"",
			"## Human:",
			"bchat",
			"Note: not a speaker",
		]);
		expect(turns.map(({ role, text }) => [role, text])).toEqual([
			["user", "Hello\nand more\n\n\nof it"],
			["assistant", "Hi"],
			["user", "bchat\nNote: not a speaker"],
		]);
		expect(turns[2]?.trigger).toBe("word");
	});

	it("have keys by their place: the same said again is another turn, a copy has the same", () => {
		const lines = ["User: bchat", "Assistant: Yes", "User: bchat", "Assistant: Yes"];
		const keys = last(lines, "/a/x.log").map(({ key }) => key);
		expect(new Set(keys).size).toBe(4);
		expect(last(lines, "/b/y.log").map(({ key }) => key)).toEqual(keys);
	});

	it("are a conversation for each file", () => {
		const session = (path: string) => tell(LOG, ["User: a"], path).find(({ type }) => type === "about");
		expect(session("/a/x.log")).not.toEqual(session("/b/x.log"));
		expect(session("/a/x.log")).toEqual(session("/a/x.log"));
	});

	it("that go on for long become several turns, with nothing lost", () => {
		const lines = ["User: begin", ...Array.from({ length: 1_000 }, (_, index) => `line ${index} ${"x".repeat(50)}`)];
		const turns = last(lines);
		expect(turns.length).toBeGreaterThan(2);
		expect(turns.map(({ text }) => text).join("\n")).toBe(lines.join("\n").replace("User: ", ""));
		expect(Math.max(...turns.map(({ text }) => text.length))).toBeLessThan(20_000);
	});
});
