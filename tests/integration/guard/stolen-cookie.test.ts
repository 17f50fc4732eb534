import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Manager } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { SESSION_KEY_HEADER } from "../../../server/contract/session.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { eventually } from "../../support/wait.ts";
import { sendRaw, upgradeLines } from "../../support/wire.ts";

/**
 * Cookies ignore ports: a program on another port of this host gets ours from any browser that is led there, and can send
 * it with whatever headers it likes. These tests are that program.
 */

/** The daemon's name as the API has it; a header of every answer has the bare word. */
const PERSONAL = ['"worker"', "A private question", "sk-in-the-body"];
const READS = [
	"/api/v1/status",
	"/api/v1/openapi.json",
	"/api/v1/questions",
	"/api/v1/questions/Q-1?wait=1",
	"/api/v1/activity",
	"/api/v1/daemons/worker/logs",
	"/api/v1/daemons/worker/roadmap",
	"/api/v1/daemons/worker/dossiers",
	"/api/v1/daemons/worker/history?metric=cpu",
	"/api/v1/history",
	"/metrics",
];
const WRITES = [
	"/api/v1/daemons/worker/start",
	"/api/v1/daemons/worker/commands",
	"/api/v1/questions",
	"/api/v1/questions/Q-1/answer",
	"/api/v1/questions/Q-1/withdraw",
	"/api/v1/sign-in-codes",
];
const PAGES = ["/", "/inbox", "/inbox?ticket=Q-1", "/logs", "/settings", "/nothing-here", "/favicon.ico"];

interface Theft {
	dashboard: TestDashboard;
	cookie: string;
	/** Headers that a thief would try, each with the cookie. */
	guises: string[][];
}

/** A dashboard with something to read on it, and its cookie as a server on another port got it. */
async function steal(): Promise<Theft> {
	const dashboard = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
	await dashboard.api("/questions", { body: { title: "A private question", body: "sk-in-the-body" } });
	const mine = await dashboard.signIn();
	const others = await dashboard.signIn();

	const thief = createServer((_request, response) => response.end());
	thief.listen(0, "127.0.0.1");
	await once(thief, "listening");
	onTestFinished(() => void thief.close());
	const received = once(thief, "request");
	await fetch(`http://127.0.0.1:${(thief.address() as AddressInfo).port}/`, { headers: { cookie: mine.cookie } });
	const [{ headers }] = (await received) as [{ headers: { cookie: string } }];
	const { cookie } = headers;

	const { host, url } = dashboard;
	const ours = [`Host: ${host}`, `Origin: ${url}`, "Sec-Fetch-Site: same-origin", `Referer: ${url}/inbox`];
	const guess = (key: string) => `${SESSION_KEY_HEADER}: ${key}`;
	const guises = [
		[],
		[guess("")],
		[guess(others.key)],
		[guess(cookie.split(".").at(-1) ?? "")],
		[guess(cookie.split("=")[1] ?? "")],
		[guess(others.key), guess(others.key)],
		["Authorization: Bearer "],
		[`Authorization: Cookie ${cookie}`],
		["X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "X-HTTP-Method-Override: GET"],
		["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
	].map((more) => [...ours, `Cookie: ${cookie}`, ...more]);
	return { dashboard, cookie, guises };
}

/** A WebSocket with the cookie and our Origin, before anything was sent on it: packets go in and out as text. */
async function openEngine({ url }: TestDashboard, cookie: string) {
	const manager = new Manager(url, {
		autoConnect: false,
		reconnection: false,
		transports: ["websocket"],
		extraHeaders: { cookie, origin: url },
	});
	await new Promise<void>((resolve, reject) => manager.open((error) => (error ? reject(error) : resolve())));
	onTestFinished(() => manager._close());
	const { engine } = manager;
	const received: string[] = [];
	engine.on("message", (data) => received.push(String(data)));
	const closed = new Promise((resolve) => engine.once("close", resolve));
	return { engine, received, closed };
}

function expectNothingPersonal(text: string): void {
	for (const word of PERSONAL) expect(text).not.toContain(word);
}

describe("a copied cookie", () => {
	test("reads nothing and changes nothing through the API, whatever headers come with it", async () => {
		const { dashboard, guises } = await steal();
		const { url, api } = dashboard;
		const before = (await api("/questions")).body;
		for (const guise of guises) {
			for (const [method, paths] of [
				["GET", READS],
				["HEAD", READS],
				["POST", WRITES],
				["PUT", WRITES],
				["OPTIONS", WRITES],
			] as const) {
				for (const path of paths) {
					const body =
						method === "POST" || method === "PUT" ? '{"title":"x","answer":"x","text":"x","reason":"x"}' : "";
					const length = body ? ["Content-Type: application/json", `Content-Length: ${body.length}`] : [];
					const answer = await sendRaw(url, [`${method} ${path} HTTP/1.1`, ...guise, ...length], body);
					const refusals = guise.includes("Upgrade: h2c") && body ? [400] : [401, 429];
					expect([method, path, guise, refusals.includes(answer.status) || answer.status]).toEqual([
						method,
						path,
						guise,
						true,
					]);
					expectNothingPersonal(answer.body);
				}
			}
		}
		expect((await api("/questions")).body).toEqual(before);
		expect((await api("/status")).body.daemons).toMatchObject([{ phase: "stopped", desired: "down" }]);
	}, 90_000);

	test("opens pages with nothing on them, and no way to the other half", async () => {
		const { dashboard, guises, cookie } = await steal();
		const { url } = dashboard;
		for (const guise of guises) {
			for (const path of [...PAGES, "/session", "/sign-in", "/sign-in?to=/inbox", "/?code=", "/?token=", "/healthz"]) {
				const { head, body } = await sendRaw(url, [`GET ${path} HTTP/1.1`, ...guise]);
				expectNothingPersonal(head + body);
				expect(head).not.toMatch(/^set-cookie/im);
				expect(body).not.toContain("data-key");
			}
		}
		const out = ["POST /sign-out HTTP/1.1", ...(guises[0] ?? []), "Content-Length: 0"];
		expect((await sendRaw(url, out)).head).toMatch(/set-cookie: nightshift_\d+=;/i);
		const form = `token=${encodeURIComponent(cookie)}&to=/`;
		const post = ["POST /session HTTP/1.1", ...(guises[0] ?? []), "Content-Type: application/x-www-form-urlencoded"];
		const answer = await sendRaw(url, [...post, `Content-Length: ${form.length}`], form);
		expect([[401, 429].includes(answer.status), /set-cookie/i.test(answer.head)]).toEqual([true, false]);
	});

	test("opens no polling, neither a new one nor the one of the page that it was copied from", async () => {
		const { dashboard, guises } = await steal();
		const { url, host, token } = dashboard;
		const path = "/socket.io/?EIO=4&transport=polling";
		const owner = [`Host: ${host}`, `Authorization: Bearer ${token.current()}`];
		const { sid } = JSON.parse((await sendRaw(url, [`GET ${path} HTTP/1.1`, ...owner])).body.slice(1));
		await sendRaw(url, [`POST ${path}&sid=${sid} HTTP/1.1`, ...owner, "Content-Length: 2"], "40");
		for (const guise of guises) {
			for (const query of ["", "&j=0", `&sid=${sid}`, "&sid=__proto__", "&EIO=3"]) {
				for (const method of ["GET", "POST"]) {
					const lines = [`${method} ${path}${query} HTTP/1.1`, ...guise, "Content-Length: 2"];
					const { status, body } = await sendRaw(url, lines, "40");
					expect([query, method, status >= 400]).toEqual([query, method, true]);
					expect(body).not.toMatch(/"sid"/);
					expectNothingPersonal(body);
				}
			}
		}
	});

	test("opens a WebSocket that stays empty, and is closed unless the key comes soon", async () => {
		const { dashboard, cookie } = await steal();
		const { key } = await dashboard.signIn();
		const { engine, received, closed } = await openEngine(dashboard, cookie);
		const guesses = [
			"",
			"{}",
			'{"key":""}',
			'{"key":null}',
			'{"key":["x"]}',
			JSON.stringify({ key }),
			JSON.stringify({ key: cookie.split(".").at(-1) }),
			'{"__proto__":{"key":"x"}}',
			'{"key":{"length":43}}',
		];
		for (const guess of guesses) engine.send(`0${guess}`);
		await dashboard.api("/questions", { body: { title: "A private question, the second" } });
		await closed;
		expect(received).toHaveLength(guesses.length);
		for (const packet of received) expect(packet).toMatch(/^4\{"message":"Your session has ended/);
	});

	test("sends nothing through a WebSocket before the key", async () => {
		const { dashboard, cookie } = await steal();
		const commands = [
			'20["daemon:start",{"name":"worker"}]',
			'2["daemon:start",{"name":"worker"}]',
			'20["state:sync",null]',
			"1",
		];
		for (const packet of commands) {
			const { engine, received, closed } = await openEngine(dashboard, cookie);
			engine.send(packet);
			await closed;
			expect([packet, received]).toEqual([packet, []]);
		}
		const { engine, received } = await openEngine(dashboard, cookie);
		engine.send("0/admin,");
		const [answer] = await eventually(() => (received.length > 0 ? received : null));
		expect(answer).toBe('4/admin,{"message":"Invalid namespace"}');
		expect((await dashboard.api("/status")).body.daemons).toMatchObject([{ phase: "stopped", desired: "down" }]);
	});

	test("is refused as a WebSocket anywhere else", async () => {
		const { dashboard, guises } = await steal();
		const guise = guises[0] ?? [];
		for (const path of ["/", "/api/v1/status", "/_next/hmr", "/_next/webpack-hmr", "/socket.io/?EIO=4&transport=x"]) {
			const { status } = await sendRaw(dashboard.url, upgradeLines(path, guise));
			expect([path, status >= 400]).toEqual([path, true]);
		}
	});
});
