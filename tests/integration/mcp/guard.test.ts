import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { startDashboard } from "../../support/dashboard.ts";
import { sendRaw } from "../../support/wire.ts";
import { httpAgent } from "./clients.ts";

const INITIALIZE = JSON.stringify({
	jsonrpc: "2.0",
	id: 1,
	method: "initialize",
	params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
});
const TYPES = ["Content-Type: application/json", "Accept: application/json, text/event-stream"];

describe("nobody else gets in", () => {
	test("a foreign Host or Origin is refused, also with the token in hand", async () => {
		const { url, host, token } = await startDashboard();
		const bearer = `Authorization: Bearer ${token.current()}`;
		const cases = [
			{ headers: [`Host: ${host.replace("127.0.0.1", "rebound.example")}`], code: "foreign-host" },
			{ headers: [`Host: ${host}`, "Origin: http://evil.example"], code: "foreign-origin" },
			{ headers: [`Host: ${host}`, "Origin: null"], code: "foreign-origin" },
			{ headers: [`Host: ${host}`, "Sec-Fetch-Site: cross-site"], code: "foreign-origin" },
		];
		for (const method of ["POST", "GET", "DELETE", "OPTIONS"]) {
			for (const { headers, code } of cases) {
				const length = method === "POST" ? [`Content-Length: ${INITIALIZE.length}`] : [];
				const request = [`${method} /mcp HTTP/1.1`, ...headers, bearer, ...TYPES, ...length];
				const { status, body } = await sendRaw(url, request);
				expect({ method, status, code: JSON.parse(body).code }).toEqual({ method, status: 403, code });
			}
		}
	});

	test("the token is needed: no other, none at all, and no browser's session", async () => {
		const { url, paths, signIn } = await startDashboard();
		const { headers } = await signIn();
		const proofs: Record<string, string>[] = [
			{},
			{ authorization: "Bearer wrong" },
			{ authorization: "Basic eDp5" },
			headers,
		];
		for (const proof of proofs) {
			const response = await fetch(`${url}/mcp`, {
				method: "POST",
				headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...proof },
				body: INITIALIZE,
			});
			const { code, detail } = await response.json();
			expect([response.status, code, detail]).toEqual([401, "not-signed-in", expect.stringMatching(/bearer token/)]);
		}
		await expect(httpAgent(url, paths, { headers: { authorization: "Bearer wrong" } })).rejects.toThrow();
	});

	test("a name that is none is refused before anything is done under another", async () => {
		const { url, token } = await startDashboard();
		const response = await fetch(`${url}/mcp`, {
			method: "POST",
			headers: {
				authorization: `Bearer ${token.current()}`,
				"content-type": "application/json",
				accept: "application/json, text/event-stream",
				"nightshift-daemon": "../x",
			},
			body: INITIALIZE,
		});
		const { code, detail } = await response.json();
		expect([response.status, code]).toEqual([400, "bad-request"]);
		expect(detail).toMatch(/^The header Nightshift-Daemon "..\/x" is no name/);
	});
});

test("what is no message is answered as the protocol says, and the dashboard goes on", async () => {
	const { url, paths } = await startDashboard();
	const token = (await readFile(paths.token, "utf8")).trim();
	const send = (body: string, type = "application/json") =>
		fetch(`${url}/mcp`, {
			method: "POST",
			headers: {
				authorization: `Bearer ${token}`,
				"content-type": type,
				accept: "application/json, text/event-stream",
			},
			body,
		});
	for (const body of ["", "{", "[]", "null", "17", '"x"', "[[]]", '{"jsonrpc":"1.0"}', '{"method":"initialize"}']) {
		const response = await send(body);
		await response.text();
		expect({ body, status: response.status }).toEqual({ body, status: 400 });
	}
	expect((await send(INITIALIZE, "text/plain")).status).toBe(415);
	expect((await send("x".repeat(3 * 1024 * 1024))).status).toBe(413);
	expect((await send(`${"[".repeat(10_000)}${"]".repeat(10_000)}`)).status).toBe(400);
	const read = await fetch(`${url}/mcp`, { headers: { authorization: `Bearer ${token}` } });
	expect(read.status).toBe(405);
	const agent = await httpAgent(url, paths);
	expect((await agent.client.listTools()).tools).toHaveLength(5);
});
