import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Limits, listen } from "../../../server/http/listen.ts";
import { readBody } from "../../../server/http/read-body.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { sendRaw } from "../../support/wire.ts";

const SHORT: Limits = { headersMs: 300, requestMs: 600, checkMs: 50, connections: 8 };

/** A server with short limits that answers "hello" once it has the whole request. */
async function startServer(limits: Partial<Limits> = {}): Promise<number> {
	const server = await listen("127.0.0.1", 0, { ...SHORT, ...limits });
	onTestFinished(() => server.close());
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		await readBody(request, 1_000).catch(() => response.destroy());
		response.setHeader("Content-Length", "5");
		response.end("hello");
	};
	server.serve({
		request: (request, response) => void answer(request, response),
		upgrade: (_request, socket) => socket,
	});
	return server.port;
}

/** A connection on which `text` was sent, and all that comes back on it. */
async function hold(port: number, text = ""): Promise<{ socket: Socket; ended: Promise<string> }> {
	const socket = connect(port, "127.0.0.1");
	onTestFinished(() => void socket.destroy());
	let received = "";
	socket.setEncoding("utf8").on("data", (chunk) => {
		received += chunk;
	});
	socket.on("error", () => {}); // a reset is an end too
	const ended = once(socket, "close").then(() => received);
	await once(socket, "connect");
	socket.write(text);
	return { socket, ended };
}

describe("a client that takes its time", () => {
	test.each([
		["says nothing", ""],
		["does not end its headers", "GET / HTTP/1.1\r\nHost: x\r\nA:"],
		["does not end its body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"],
		["does not end its chunks", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n"],
	])("and %s is let go", async (_what, text) => {
		const { ended } = await hold(await startServer(), text);
		expect(await ended).toMatch(/^(HTTP\/1\.1 408 Request Timeout\r\n|$)/);
	});

	test("and sends a header a moment, for ever, is let go all the same", async () => {
		const { socket, ended } = await hold(await startServer(), "GET / HTTP/1.1\r\nHost: x\r\n");
		const drip = setInterval(() => socket.write("A: b\r\n"), 20);
		onTestFinished(() => clearInterval(drip));
		expect(await ended).toMatch(/^HTTP\/1\.1 408/);
	});

	test("keeps others out only as long as that: more connections than there may be are closed at once", async () => {
		const port = await startServer();
		const held = [];
		for (let count = 0; count < SHORT.connections; count += 1) held.push(await hold(port, "GET / HT"));
		expect(await (await hold(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).ended).toBe("");
		await Promise.all(held.map(({ ended }) => ended));
		const { status, body } = await sendRaw(`http://127.0.0.1:${port}`, ["GET / HTTP/1.1", "Host: x"]);
		expect([status, body]).toEqual([200, "hello"]);
	});
});

describe("a client that offers another protocol", () => {
	const H2C = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"];

	test("is answered by HTTP/1.1 as if it had not, by the same rules, and the connection ends", async () => {
		const { url, host, token } = await startDashboard();
		const ask = (path: string, ...more: string[]) =>
			sendRaw(url, [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...H2C, ...more]);
		const bearer = `Authorization: Bearer ${token.current()}`;
		const health = await ask("/healthz");
		expect([health.status, JSON.parse(health.body).ok]).toEqual([200, true]);
		expect(health.head).toMatch(/\r\nconnection: close/i);
		expect((await ask("/api/v1/status")).status).toBe(401);
		const status = await ask("/api/v1/status", bearer);
		expect([status.status, JSON.parse(status.body).dashboard.running]).toEqual([200, true]);
		expect((await ask("/inbox", bearer)).status).toBe(200);
		expect((await ask("/inbox")).body).toContain("Sign in to Nightshift");
		expect((await ask("/healthz", "Origin: http://evil.example")).status).toBe(403);
		expect((await sendRaw(url, ["GET /healthz HTTP/1.1", "Host: evil.example", ...H2C])).status).toBe(403);
		const posted = [`POST /api/v1/daemons/x/start HTTP/1.1`, `Host: ${host}`, ...H2C, bearer, "Content-Length: 0"];
		expect((await sendRaw(url, posted)).status).toBe(404);
	});

	test("with a body is told to leave it", async () => {
		const { url, host, token } = await startDashboard();
		for (const length of ["Content-Length: 2", "Transfer-Encoding: chunked"]) {
			const lines = ["POST /api/v1/questions HTTP/1.1", `Host: ${host}`, ...H2C, length];
			const answer = await sendRaw(url, [...lines, `Authorization: Bearer ${token.current()}`], "{}");
			expect([answer.status, JSON.parse(answer.body).code]).toEqual([400, "bad-request"]);
		}
	});
});
