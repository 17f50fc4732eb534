import { describe, expect, it } from "vitest";
import { CODEX } from "../../../server/transcripts/formats/codex/codex.ts";
import { said, tell, turnsOf } from "./told.ts";

const ID = "01a1fc9e-30f4-7991-9aca-654afe48df5e";
let seconds = 0;

function line(type: string, payload: unknown) {
	seconds += 1;
	return { timestamp: new Date(Date.UTC(2026, 10, 21, 5, 0, seconds)).toISOString(), type, payload };
}

const meta = (more: Record<string, unknown> = {}) =>
	line("session_meta", {
		id: ID,
		timestamp: "2026-11-21T04:59:59.000Z",
		cwd: "/home/dev/shop",
		source: "cli",
		...more,
	});
const event = (payload: unknown) => line("event_msg", payload);
const item = (payload: unknown) => event({ type: "item_completed", item: payload });
const message = (role: string, text: string) => ({
	type: "message",
	role,
	content: [{ type: role === "assistant" ? "output_text" : "input_text", text }],
});
const response = (role: string, text: string) => line("response_item", message(role, text));
const call = (id: string, name: string, input: unknown) =>
	line("response_item", { type: "function_call", name, call_id: id, arguments: JSON.stringify(input) });
const output = (id: string, value: unknown) =>
	line("response_item", { type: "function_call_output", call_id: id, output: value });

describe("files of the versions before items were recorded", () => {
	it("are read from the events that tell who said what", () => {
		const changes = tell(CODEX, [
			meta(),
			response("user", "<user_instructions>bchat</user_instructions>"),
			response("user", "<environment_context>x</environment_context>"),
			response("user", "Hello"),
			event({ type: "user_message", message: "Hello", kind: "plain" }),
			event({ type: "user_message", message: "bchat", kind: "environment_context" }),
			event({ type: "agent_reasoning", text: "bchat" }),
			event({ type: "agent_message", message: "Hi" }),
			response("assistant", "Hi"),
			response("user", "bchat"),
			event({ type: "user_message", message: "bchat" }),
			response("user", "bchat"),
			event({ type: "user_message", message: "bchat" }),
		]);
		expect(said(changes)).toEqual(["user: Hello", "assistant: Hi", "user: bchat", "user: bchat"]);
		expect(new Set(turnsOf(changes).map(({ key }) => key)).size).toBe(4);
	});

	it("are read from the model's items when there are no events", () => {
		const changes = tell(CODEX, [
			meta(),
			response("developer", "bchat"),
			response("user", "<environment_context>x</environment_context>"),
			response("user", "Hello"),
			call("c1", "shell", { command: ["ls", "-l"] }),
			output("c1", JSON.stringify({ output: "a\n", metadata: { exit_code: 2 } })),
			response("assistant", "Hi"),
			response("user", "bchat"),
			response("user", "bchat"),
		]);
		expect(said(changes)).toEqual(["user: Hello", "tool: shell: ls -l", "assistant: Hi", "user: bchat", "user: bchat"]);
		expect(changes.find(({ type }) => type === "result")).toMatchObject({ key: "c1", output: "a\n", ok: false });
	});

	it("are read also when lines were the items themselves", () => {
		const changes = tell(CODEX, [
			{ id: ID, timestamp: "2025-05-01T10:00:00.000Z", instructions: null, git: {} },
			{ record_type: "state" },
			message("user", "Hello"),
			{ type: "local_shell_call", call_id: "c1", status: "completed", action: { command: ["ls"] } },
			{ type: "local_shell_call_output", call_id: "c1", output: "a" },
			message("assistant", "Hi"),
		]);
		expect(changes[0]).toEqual({ type: "about", session: ID });
		expect(turnsOf(changes).map(({ role, text, at }) => [role, text, at])).toEqual([
			["user", "Hello", "2025-05-01T10:00:00.000Z"],
			["tool", "local_shell: ls", "2025-05-01T10:00:00.000Z"],
			["assistant", "Hi", "2025-05-01T10:00:00.000Z"],
		]);
	});

	it("go on with another kind of lines when a newer version resumes them", () => {
		const changes = tell(CODEX, [
			meta(),
			response("user", "One"),
			response("assistant", "Two"),
			response("user", "Three"),
			item({ type: "UserMessage", id: "i1", content: [{ type: "text", text: "Three" }] }),
			item({ type: "AgentMessage", id: "i2", content: [{ type: "Text", text: "Four" }] }),
			event({ type: "agent_message", message: "Four" }),
			response("assistant", "Four"),
		]);
		expect(said(changes)).toEqual(["user: One", "assistant: Two", "user: Three", "assistant: Four"]);
	});
});

describe("what was typed", () => {
	it("is told apart from what an editor puts before it", () => {
		const text = "# Context from my IDE setup:\n\n## Open tabs:\n- bchat.ts\n\n## My request for Codex:\nFix it\n";
		expect(
			said(tell(CODEX, [meta(), item({ type: "UserMessage", id: "1", content: [{ type: "text", text }] })])),
		).toEqual(["user: Fix it"]);
	});

	it("has a command run with ! as an event, with what it put out", () => {
		const text =
			"<user_shell_command>\n<command>\necho bchat\n</command>\n<result>\nExit code: 0\nDuration: 0.01 seconds\nOutput:\nbchat\n\n</result>\n</user_shell_command>";
		const [turn] = turnsOf(
			tell(CODEX, [meta(), response("user", text), item({ type: "CommandExecution", id: "x", source: "user_shell" })]),
		);
		expect(turn).toMatchObject({ role: "system", text: "!echo bchat", output: expect.stringContaining("bchat\n") });
		expect(turn?.trigger).toBeUndefined();
	});
});

describe("tools", () => {
	const end = (more: Record<string, unknown>) =>
		item({ type: "CommandExecution", id: "c1", aggregated_output: "out", ...more });

	it.each([
		[
			"an exit code before its output",
			[output("c1", "Chunk ID: 1\nProcess exited with code 4\nOutput:\nout")],
			"out",
			false,
		],
		[
			"an exit code in its output only",
			[output("c1", "Wall time: 0\nOutput:\nProcess exited with code 4")],
			"Process exited with code 4",
			true,
		],
		["an event that tells its end first", [end({ exit_code: 4 }), output("c1", "out")], "out", false],
		[
			"an event that tells its end last",
			[output("c1", "Process running with session ID 1\nOutput:\nearly"), end({ exit_code: 1 })],
			"out",
			false,
		],
		[
			"an event of a call that was declined",
			[end({ status: "declined" }), output("c1", "rejected")],
			"rejected",
			false,
		],
		[
			"parts of output",
			[output("c1", [{ type: "input_text", text: "a" }, { type: "input_image" }])],
			"a\n[image]",
			true,
		],
		["an output that says how it went", [output("c1", { content: "a", success: false })], "a", false],
		["no output that could be read", [output("c1", 7)], "", true],
	])("end by %s", (_how, lines, text, ok) => {
		const changes = tell(CODEX, [meta(), call("c1", "exec_command", { cmd: "x" }), ...lines]);
		expect(changes.findLast(({ type }) => type === "result")).toMatchObject({ key: "c1", output: text, ok });
	});

	it("are called in several ways", () => {
		const responses = [
			{ type: "custom_tool_call", call_id: "a", name: "apply_patch", input: "*** Begin Patch" },
			{ type: "web_search_call", id: "b", status: "completed", action: { type: "search", query: "x" } },
			{ type: "function_call", call_id: "c", name: "odd", arguments: "not json" },
		];
		const changes = tell(CODEX, [meta(), ...responses.map((one) => line("response_item", one))]);
		expect(said(changes)).toEqual(["tool: apply_patch: *** Begin Patch", "tool: web_search: x", "tool: odd: not json"]);
	});
});

describe("tokens", () => {
	const count = (input: number) =>
		event({
			type: "token_count",
			info: { total_token_usage: { input_tokens: input, output_tokens: 1, total_tokens: input + 1 } },
		});
	const usages = (lines: unknown[]) =>
		tell(CODEX, [meta(), ...lines]).flatMap((change) =>
			change.type === "usage" ? [[change.key, change.amounts.inputTokens]] : [],
		);

	it("are totals: the last one counts", () => {
		expect(usages([count(5), count(9), event({ type: "token_count", info: null })])).toEqual([
			[`total:${ID}:0`, 5],
			[`total:${ID}:0`, 9],
		]);
	});

	it("are added to what was counted before when the count begins anew", () => {
		expect(usages([count(9), count(4)]).map(([key]) => key)).toEqual([`total:${ID}:0`, `total:${ID}:1`]);
	});
});

it("takes what a subagent does for a part of the conversation that sent it", () => {
	const source = { subagent: { thread_spawn: { parent_thread_id: "parent", depth: 1 } } };
	const changes = tell(CODEX, [
		meta({ source }),
		line("turn_context", { model: "m" }),
		item({ type: "UserMessage", id: "1", content: [{ type: "text", text: "bchat" }] }),
		item({ type: "AgentMessage", id: "2", content: [{ type: "Text", text: "Done" }] }),
	]);
	expect(changes[0]).toMatchObject({ type: "about", session: "parent" });
	expect(turnsOf(changes).map(({ sidechain, trigger }) => [sidechain, trigger])).toEqual([
		[true, undefined],
		[true, undefined],
	]);
});

it("tells of compactions, interruptions and errors, and counts what it does not know", () => {
	const changes = tell(CODEX, [
		meta(),
		line("compacted", { message: "Summary with bchat" }),
		event({ type: "turn_aborted", reason: "interrupted" }),
		event({ type: "error", message: "No network" }),
		event({ type: "brand_new" }),
		item({ type: "BrandNew" }),
		line("brand_new", {}),
		line("response_item", { type: "brand_new" }),
		"{",
		{},
	]);
	expect(said(changes)).toEqual(["system: Summary with bchat", "system: Interrupted", "system: No network"]);
	expect(changes.flatMap((change) => (change.type === "unknown" ? [change.kind] : []))).toEqual([
		"event_msg/brand_new",
		"item/BrandNew",
		"brand_new",
		"response_item/brand_new",
	]);
	expect(changes.filter(({ type }) => type === "malformed")).toHaveLength(2);
});

it("is known by its name when its first line is damaged", () => {
	const path = `/home/dev/.codex/sessions/2026/11/21/rollout-2026-11-21T05-39-48-${ID}.jsonl`;
	expect(tell(CODEX, ["{cut", response("user", "a"), response("assistant", "b")], path).slice(0, 2)).toEqual([
		{ type: "malformed" },
		{ type: "about", session: ID },
	]);
});
