import { expect, test } from "vitest";
import { daemonNameSchema } from "../../../server/contract/daemon.ts";
import { clientOfMcpSession, newMcpSession } from "../../../server/http/mcp-session.ts";
import { checkName, isDaemonsName, nameFromClient } from "../../../server/mcp/asker-name.ts";

test.each([
	["Claude Code", "claude-code"],
	["codex-mcp-client", "codex-mcp-client"],
	["Cursor (1.7)  ", "cursor-1.7"],
	["Éditeur", "editeur"],
	["../../etc/passwd", "etc-passwd"],
	["⚡🐙", "mcp-client"],
	["", "mcp-client"],
	[undefined, "mcp-client"],
	["x".repeat(500), "x".repeat(64)],
	["__proto__", "proto"],
])("%j asks as %s", (client, name) => {
	expect(nameFromClient(client)).toBe(name);
	expect(daemonNameSchema.safeParse(nameFromClient(client)).success).toBe(true);
});

test("a name that was given is taken as it is, or refused with what one looks like", () => {
	expect(checkName("My.bot_1", "--as")).toBe("My.bot_1");
	for (const wrong of ["", "a b", "../x", "-x", "x".repeat(65), "ä"]) {
		expect(() => checkName(wrong, "--as")).toThrow(/^--as ".*" is no name: use letters, digits/);
	}
});

test("a session's id says who began it, and what is no such id says nothing", () => {
	expect(clientOfMcpSession(newMcpSession("claude-code"))).toBe("claude-code");
	expect(newMcpSession("x")).toMatch(/^[\x21-\x7e]+$/);
	for (const id of [null, "", "x", "nightshift", "nightshift.1", "nightshift.1.", "nightshift.1.eA.y", "other.1.eA"]) {
		expect(clientOfMcpSession(id)).toBeNull();
	}
});

test.each([
	["code-developer", true],
	["Code-Developer", true],
	["code_developer", true],
	["CODE.developer", true],
	["codedeveloper", true],
	["code-developer-2", false],
	["my.bot", false],
	["My-Bot", false],
])("%s is the name of a built-in daemon, or looks like it: %s", (name, expected) => {
	const daemons = [
		{ name: "code-developer", program: "code-developer" },
		{ name: "my.bot", program: null },
	];
	expect(isDaemonsName(name, daemons)).toBe(expected);
});

test("a daemon of the person's own keeps its name, however much it looks like another", () => {
	const daemons = [
		{ name: "dev", program: "code-developer" },
		{ name: "Dev", program: null },
	];
	expect(isDaemonsName("Dev", daemons)).toBe(false);
});
