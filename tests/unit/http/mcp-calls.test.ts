import { expect, test } from "vitest";
import { McpCalls } from "../../../server/http/mcp-calls.ts";

const CALL = { method: "tools/call", id: 1 };

function serve(calls: McpCalls, body: ReadableStream | string): Promise<Response> {
	return calls.serve(new Request("http://127.0.0.1/mcp"), "session", CALL, async () => new Response(body));
}

test("a call is forgotten once its answer was read", async () => {
	const calls = new McpCalls();
	const response = await serve(calls, "answer");
	expect(await response.text()).toBe("answer");
	expect(calls.size).toBe(0);
});

test("a call is forgotten when its answer is not wanted any more, and whoever answers hears so", async () => {
	const calls = new McpCalls();
	let cancelled: unknown = null;
	const response = await serve(
		calls,
		new ReadableStream({
			cancel(reason) {
				cancelled = reason;
			},
		}),
	);
	expect(calls.size).toBe(1);
	await response.body?.cancel("gone");
	expect([calls.size, cancelled]).toEqual([0, "gone"]);
});

test("a call is forgotten when its answer breaks", async () => {
	const calls = new McpCalls();
	const broken = new ReadableStream({
		pull(controller) {
			controller.error(new Error("broken"));
		},
	});
	const response = await serve(calls, broken);
	await expect(response.text()).rejects.toThrow();
	expect(calls.size).toBe(0);
});
