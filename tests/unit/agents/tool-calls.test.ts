import { describe, expect, test } from "vitest";
import { agentEnvironment } from "../../../server/agents/agent-process.ts";
import { readUpdate } from "../../../server/agents/session-updates.ts";
import { commandOf } from "../../../server/agents/shell-input.ts";
import { ToolCalls } from "../../../server/agents/tool-calls.ts";

describe("the command of a tool call", () => {
	test.each([
		[{ command: "npm test" }, "npm test"],
		[{ command: ["bash", "-lc", "npm test && ls"] }, "npm test && ls"],
		[{ command: ["/bin/zsh", "-c", "pwd"] }, "pwd"],
		[{ command: ["git", "commit", "-m", "it's done"] }, "git commit -m 'it'\\''s done'"],
		[{ cmd: "ls" }, "ls"],
		[{ command: "/bin/bash -lc 'echo hi > a && ls'" }, "echo hi > a && ls"],
		[{ command: 'bash -lc "it\'s \\$HOME"' }, "it's $HOME"],
		[{ command: "sh -c ls" }, "ls"],
		[{ command: ["./bash", "-c", "ls"] }, "./bash -c ls"],
		[{ command: ["/w/evil/sh", "-c", "ls"] }, "/w/evil/sh -c ls"],
		[{ command: "/w/evil/sh -c 'ls'" }, "/w/evil/sh -c 'ls'"],
		[{ command: "sh -c 'a' && rm 'b'" }, "sh -c 'a' && rm 'b'"],
		[{ command: 'sh -c "$(cat x)"' }, 'sh -c "$(cat x)"'],
		[{ command: "bash script.sh" }, "bash script.sh"],
		[{ command: "npm test", env: { NODE_OPTIONS: "--require ./x" } }, "NODE_OPTIONS='--require ./x' npm test"],
		[{ command: ["npm", "test"], env: [{ name: "A", value: "" }, "B=2"] }, "A='' B=2 npm test"],
		[{ command: "npm ci && npm test", environment: { A: "1" } }, "env A=1 sh -c 'npm ci && npm test'"],
		[{ command: "cat $HOME/x", env: { HOME: "/y" } }, "env HOME=/y sh -c 'cat $HOME/x'"],
		[{ command: "npm test", env: { "A;rm": "it's" } }, "env 'A;rm=it'\\''s' sh -c 'npm test'"],
		[{ command: "npm test", env: "A=1" }, "env=A=1 npm test"],
		[{ command: "npm test", env: { CI: "1", NO_COLOR: "1" } }, "npm test"],
		[{ command: "npm test", env: {} }, "npm test"],
		[{ command: 12 }, null],
		["npm test", null],
		[undefined, null],
	])("is read from %j", (rawInput, command) => {
		expect(commandOf("execute", rawInput)).toBe(command);
	});

	test("is none when the call is no shell's", () => {
		expect(commandOf("edit", { command: "str_replace", path: "x" })).toBeNull();
	});
});

describe("tool calls", () => {
	test("forget the oldest rather than grow", () => {
		const calls = new ToolCalls("/w");
		calls.apply({ toolCallId: "first", title: "First", kind: "read" });
		for (let n = 0; n < 40; n++)
			calls.apply({ toolCallId: `${n}`, title: "x", rawInput: { text: "y".repeat(1_000_000) } });
		expect(calls.apply({ toolCallId: "first", status: "completed" })).toMatchObject({ title: "other" });
		expect(calls.apply({ toolCallId: "39", status: "completed" })).toMatchObject({ title: "x" });
	});

	test("keep the changes they have shown when their content becomes something else", () => {
		const calls = new ToolCalls("/w");
		calls.apply({ toolCallId: "a", content: [{ type: "diff", path: "/w/x/y.ts", oldText: null, newText: "1" }] });
		const text = [{ type: "content", content: { type: "text", text: "written" } }];
		expect(calls.apply({ toolCallId: "a", status: "completed", content: text })).toMatchObject({
			changes: [{ path: "x/y.ts", oldText: null, newText: "1" }],
			output: "written",
		});
	});

	test("show what is in their raw output when they have no content", () => {
		const calls = new ToolCalls("/w");
		expect(calls.apply({ toolCallId: "a", rawOutput: { formatted_output: "1 passed" } }).output).toBe("1 passed");
		expect(calls.apply({ toolCallId: "a", status: "completed" }).output).toBe("1 passed");
		expect(calls.apply({ toolCallId: "b", rawOutput: { exit: 0 } }).output).toBeNull();
	});
});

describe("an update", () => {
	const read = (update: unknown) => readUpdate({ sessionId: "s", update }).update;

	test("of a newer kind, or malformed, is unknown and told by name", () => {
		expect(read({ sessionUpdate: "hologram" })).toEqual({ type: "unknown", name: "hologram" });
		expect(read({ sessionUpdate: "plan", entries: "none" })).toEqual({ type: "unknown", name: "plan" });
		expect(read({ sessionUpdate: "tool_call_update" })).toEqual({ type: "unknown", name: "tool_call_update" });
		for (const params of [null, 5, {}, { sessionId: "s" }, { sessionId: "s", update: {} }]) {
			expect(readUpdate(params)).toEqual({ sessionId: null, update: { type: "unknown", name: "(malformed)" } });
		}
	});

	test("is read as far as it can be", () => {
		const call = { sessionUpdate: "tool_call", toolCallId: "x", title: 7, status: "paused", kind: "warp", extra: 1 };
		expect(read(call)).toMatchObject({
			type: "tool",
			change: { toolCallId: "x", title: null, status: null, kind: "warp" },
		});
		const entries = [{ content: "a", status: "blocked" }, { content: 1 }, "b", { content: "c", status: "completed" }];
		expect(read({ sessionUpdate: "plan", entries })).toEqual({
			type: "plan",
			entries: [
				{ title: "a", status: "pending" },
				{ title: "c", status: "completed" },
			],
		});
	});

	test.each([
		[{ type: "text", text: "hello" }, "hello"],
		[{ type: "resource_link", uri: "file:///a", name: "a" }, "file:///a"],
		[{ type: "resource", resource: { uri: "x:1", text: "inside" } }, "inside"],
		[{ type: "image", data: "…", mimeType: "image/png" }, "[image]"],
		[null, ""],
	])("with the content %j is text", (content, text) => {
		expect(read({ sessionUpdate: "agent_message_chunk", content })).toEqual({ type: "message", text, messageId: null });
	});
});

test("the agent's environment has what is configured, and no IS_SANDBOX but 1", () => {
	const base = { NODE_ENV: "test" } as const;
	expect(agentEnvironment({ ...base, A: "1", IS_SANDBOX: "yes" }, { A: "2" }, "t")).toEqual({
		...base,
		A: "2",
		NIGHTSHIFT_AGENT: "t",
	});
	expect(agentEnvironment({ ...base, IS_SANDBOX: "yes" }, { IS_SANDBOX: "1" }, "t")).toMatchObject({ IS_SANDBOX: "1" });
	expect(agentEnvironment({ ...base, NIGHTSHIFT_STATUS_FILE: "/s" }, {}, "t")).not.toHaveProperty(
		"NIGHTSHIFT_STATUS_FILE",
	);
});
