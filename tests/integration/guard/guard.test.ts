import { describe, expect, test } from "vitest";
import { SESSION_KEY_HEADER } from "../../../server/contract/session.ts";
import { CLOSED_CSP } from "../../../server/http/security-headers.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { sendRaw, upgradeLines, type WireAnswer } from "../../support/wire.ts";

const POLLING = "/socket.io/?EIO=4&transport=polling";
const WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";
const ROUTES = [
	"/",
	"/inbox",
	"/?token=x",
	"/healthz",
	"/session",
	"/sign-in",
	"/sign-out",
	"/api/v1/status",
	"/api/v1/openapi.json",
	"/api/v1/questions",
	"/api/v1/daemons/x/start",
	"/_next/static/chunks/main.js",
	"/_next/image?url=x",
	"/favicon.ico",
	"/nothing-here",
	"/socket.io/",
	POLLING,
	WEBSOCKET,
];
const METHODS = ["GET", "POST", "OPTIONS", "HEAD", "DELETE"];

function refusalIn({ status, body }: WireAnswer): unknown {
	return { status, code: body ? JSON.parse(body).code : null };
}

describe("foreign requests", () => {
	test("get 403 on every route, with every method, also with the token in hand", async () => {
		const { url, host, token } = await startDashboard();
		const bearer = `Authorization: Bearer ${token.current()}`;
		const rebound = host.replace("127.0.0.1", "rebound.example");
		const cases = [
			{ headers: [`Host: ${rebound}`], code: "foreign-host" },
			{ headers: [`Host: ${rebound}`, `Origin: http://${rebound}`], code: "foreign-host" },
			{ headers: [`Host: ${host}`, "Origin: http://evil.example"], code: "foreign-origin" },
			{ headers: [`Host: ${host}`, "Origin: null"], code: "foreign-origin" },
			{ headers: [`Host: ${host}`, `Origin: https://${host}`], code: "foreign-origin" },
			{ headers: [`Host: ${host}`, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"], code: "foreign-origin" },
			{ headers: [`Host: ${host}`, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"], code: "foreign-origin" },
		];
		for (const path of ROUTES) {
			for (const { headers, code } of cases) {
				for (const method of METHODS) {
					const length = method === "POST" ? ["Content-Length: 0"] : [];
					const answer = await sendRaw(url, [`${method} ${path} HTTP/1.1`, ...headers, bearer, ...length]);
					const expected = { status: 403, code: method === "HEAD" ? null : code };
					if (method === "HEAD") expect(answer.status).toBe(403);
					else expect({ path, method, ...(refusalIn(answer) as object) }).toEqual({ path, method, ...expected });
				}
			}
		}
	});

	test("never become a WebSocket", async () => {
		const { url, host, token, signIn } = await startDashboard();
		const cookie = `Cookie: ${(await signIn()).cookie}`;
		const bearer = `Authorization: Bearer ${token.current()}`;
		const rebound = host.replace("127.0.0.1", "rebound.example");
		for (const path of [WEBSOCKET, "/socket.io/", "/", "/_next/hmr", "/api/v1/status"]) {
			for (const proof of [cookie, bearer]) {
				for (const headers of [
					[`Host: ${rebound}`, `Origin: http://${rebound}`],
					[`Host: ${rebound}`],
					[`Host: ${host}`, "Origin: http://evil.example"],
					[`Host: ${host}`, "Origin: null"],
					[`Host: ${host}`, `Origin: http://${host}`, `Origin: http://${host}`],
					[`Host: ${host}`, `Host: ${host}`, `Origin: http://${host}`],
				]) {
					const { status } = await sendRaw(url, upgradeLines(path, [...headers, proof]));
					expect({ path, headers, status }).toEqual({ path, headers, status: 403 });
				}
			}
		}
	});

	test("get the reason as a problem on a refused upgrade too", async () => {
		const { url } = await startDashboard();
		const { head, body } = await sendRaw(url, upgradeLines(WEBSOCKET, ["Host: evil.example"]));
		expect(head).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
		expect(head).toMatch(/content-type: application\/problem\+json/i);
		expect(JSON.parse(body)).toMatchObject({ status: 403, code: "foreign-host" });
	});

	test("without a Host header, or with two, are refused", async () => {
		const { url, host } = await startDashboard();
		for (const version of ["1.0", "1.1"]) {
			expect((await sendRaw(url, [`GET /healthz HTTP/${version}`])).status).toBe(403);
		}
		const twice = await sendRaw(url, ["GET /healthz HTTP/1.1", `Host: ${host}`, "Host: evil.example"]);
		expect([400, 403]).toContain(twice.status);
	});

	test("may be links to pages from elsewhere, and to nothing else", async () => {
		const { url, host, token } = await startDashboard();
		const link = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
		const proof = [`Host: ${host}`, `Authorization: Bearer ${token.current()}`];
		for (const site of ["cross-site", "same-site"]) {
			for (const path of ROUTES) {
				const lines = [`GET ${path} HTTP/1.1`, ...proof, ...link, `Sec-Fetch-Site: ${site}`];
				const { status } = await sendRaw(url, lines);
				const isPage = !/^\/(healthz|session|sign-out|api|_next\/static|socket\.io)/.test(path);
				expect([path, site, status === 403]).toEqual([path, site, !isPage && path !== "/sign-out"]);
			}
		}
	});

	test("cannot use it as a proxy", async () => {
		const { url, host } = await startDashboard();
		for (const target of [
			`http://${host}/healthz`,
			"http://evil.example/",
			"//evil.example/healthz",
			"/_next/static/../../inbox",
		]) {
			const { status, body } = await sendRaw(url, [`GET ${target} HTTP/1.1`, `Host: ${host}`]);
			expect({ target, status, code: JSON.parse(body).code }).toEqual({ target, status: 400, code: "bad-request" });
		}
		expect((await sendRaw(url, ["OPTIONS * HTTP/1.1", `Host: ${host}`])).status).toBe(400);
		expect((await sendRaw(url, [`CONNECT ${host} HTTP/1.1`, `Host: ${host}`])).status).toBe(400);
		const upgrade = await sendRaw(url, upgradeLines(`http://${host}${WEBSOCKET}`, [`Host: ${host}`]));
		expect(upgrade.status).toBe(400);
	});
});

describe("our own requests without a session", () => {
	test("reach health, the sign-in page and static assets, and nothing else", async () => {
		const { url, host } = await startDashboard();
		const statuses = await Promise.all(
			ROUTES.map(async (path) => [path, (await sendRaw(url, [`GET ${path} HTTP/1.1`, `Host: ${host}`])).status]),
		);
		const open = statuses.filter(([, status]) => status !== 401);
		expect(Object.fromEntries(open)).toEqual({ "/healthz": 200, "/sign-in": 200, "/_next/static/chunks/main.js": 200 });
	});

	test("get no polling by script tag, whoever asks", async () => {
		const { url, host, token } = await startDashboard();
		const proof = [`Host: ${host}`, `Authorization: Bearer ${token.current()}`];
		for (const query of ["j=0", "%6a=0", "j", "j=1&j=2"]) {
			const answer = await sendRaw(url, [`GET ${POLLING}&${query} HTTP/1.1`, ...proof]);
			expect(refusalIn(answer)).toEqual({ status: 400, code: "bad-request" });
		}
	});

	test("do not become a WebSocket", async () => {
		const { url, host } = await startDashboard();
		const headers = [`Host: ${host}`, `Origin: http://${host}`];
		expect((await sendRaw(url, upgradeLines(WEBSOCKET, headers))).status).toBe(401);
		expect((await sendRaw(url, upgradeLines("/_next/hmr", headers))).status).toBe(401);
	});
});

describe("our own requests with a session", () => {
	test("become a WebSocket by cookie with our origin, or by bearer token", async () => {
		const { url, host, token, signIn } = await startDashboard();
		const cookie = `Cookie: ${(await signIn()).cookie}`;
		const origin = `Origin: http://${host}`;
		expect((await sendRaw(url, upgradeLines(WEBSOCKET, [`Host: ${host}`, origin, cookie]))).status).toBe(101);
		expect((await sendRaw(url, upgradeLines(WEBSOCKET, [`Host: ${host}`, cookie]))).status).toBe(403);
		const bearer = `Authorization: Bearer ${token.current()}`;
		expect((await sendRaw(url, upgradeLines(WEBSOCKET, [`Host: ${host}`, bearer]))).status).toBe(101);
		expect((await sendRaw(url, upgradeLines("/elsewhere", [`Host: ${host}`, bearer]))).status).toBe(404);
	});

	test("need our origin beside the session, but for pages", async () => {
		const { url, host, signIn } = await startDashboard();
		const { cookie, key } = await signIn();
		const proof = [`Host: ${host}`, `Cookie: ${cookie}`, `${SESSION_KEY_HEADER}: ${key}`];
		for (const [line, expected] of [
			["POST /api/v1/daemons/x/start", { status: 404, code: "unknown-daemon" }],
			["GET /api/v1/questions/Q-1", { status: 404, code: "unknown-question" }],
		] as const) {
			const lines = [`${line} HTTP/1.1`, ...proof, "Content-Length: 0"];
			expect(refusalIn(await sendRaw(url, lines))).toEqual({ status: 403, code: "foreign-origin" });
			expect(refusalIn(await sendRaw(url, [...lines, `Origin: http://${host}`]))).toEqual(expected);
			expect(refusalIn(await sendRaw(url, [...lines, "Sec-Fetch-Site: same-origin"]))).toEqual(expected);
		}
		const polling = [`GET ${POLLING} HTTP/1.1`, ...proof];
		expect(refusalIn(await sendRaw(url, polling))).toEqual({ status: 403, code: "foreign-origin" });
		expect((await sendRaw(url, [...polling, "Sec-Fetch-Site: same-origin"])).body).toMatch(/^0\{"sid"/);
		expect((await sendRaw(url, ["GET /inbox HTTP/1.1", ...proof])).status).toBe(200);
	});

	test("are only read from pages: what a form, a server action or another method asks for is a plain 404", async () => {
		const { url, host, token, signIn } = await startDashboard();
		const { cookie } = await signIn();
		const bearer = `Authorization: Bearer ${token.current()}`;
		for (const proof of [[`Cookie: ${cookie}`, `Origin: http://${host}`], [bearer]]) {
			for (const more of [
				["Next-Action: 00aa", "Content-Type: text/plain;charset=UTF-8"],
				["Content-Type: multipart/form-data; boundary=x"],
				["Content-Type: application/x-www-form-urlencoded"],
				[],
			]) {
				for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
					const lines = [`${method} /inbox HTTP/1.1`, `Host: ${host}`, ...proof, ...more, "Content-Length: 2"];
					expect(refusalIn(await sendRaw(url, lines, "{}"))).toEqual({ status: 404, code: "not-found" });
				}
			}
			for (const header of ["Next-Action: 00aa", "Next-Router-State-Tree: garbage"]) {
				const read = ["GET /inbox HTTP/1.1", `Host: ${host}`, ...proof, "RSC: 1", header];
				expect(refusalIn(await sendRaw(url, read))).toEqual({ status: 400, code: "bad-request" });
			}
		}
	});

	test("carry the security headers and a nonce of their own on each page", async () => {
		const { url, signIn } = await startDashboard();
		const { cookie } = await signIn();
		const headers = { cookie };
		const pages = await Promise.all([1, 2].map(() => fetch(`${url}/inbox`, { headers })));
		const nonces = await Promise.all(
			pages.map(async (page) => {
				const csp = page.headers.get("content-security-policy") ?? "";
				expect(csp).toContain("frame-ancestors 'none'");
				expect(csp).toContain("base-uri 'none'");
				expect(csp).not.toContain("unsafe-eval");
				expect(page.headers.get("x-content-type-options")).toBe("nosniff");
				expect(page.headers.get("referrer-policy")).toBe("no-referrer");
				expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
				expect(page.headers.get("cross-origin-resource-policy")).toBe("same-origin");
				expect(page.headers.get("cache-control")).toBe("no-store");
				const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(csp)?.[1];
				expect(await page.text()).toContain(`nonce="${nonce}"`);
				return nonce;
			}),
		);
		expect(new Set(nonces).size).toBe(2);
	});
});

test("files that need no session carry a policy under which nothing runs or loads", async () => {
	const { url } = await startDashboard();
	const policyOf = async (path: string) => (await fetch(url + path)).headers.get("content-security-policy");
	for (const path of ["/_next/static/chunks/main.js", "/manifest.webmanifest", "/icon-192.png", "/badge.png"]) {
		expect({ path, policy: await policyOf(path) }).toEqual({ path, policy: CLOSED_CSP });
	}
	// What the worker's notifications show is loaded under the policy of its script.
	expect(await policyOf("/sw.js")).toBe(`${CLOSED_CSP}; img-src 'self'`);
});
