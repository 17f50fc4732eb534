import { chmod, rm, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { SESSION_KEY_HEADER } from "../../../server/contract/session.ts";
import { createSessions, type IssuedSession, SESSION_SECONDS } from "../../../server/http/session.ts";
import { openToken } from "../../../server/http/token.ts";
import { browserOf, callApi, startDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";

const manual = { redirect: "manual" } as const;

function form(url: string, fields: Record<string, string>): Promise<Response> {
	const origin = new URL(url).origin;
	return fetch(`${url}/session`, { ...manual, method: "POST", headers: { origin }, body: new URLSearchParams(fields) });
}

describe("signing in", () => {
	test("by the link: a cookie, its key, and the same page without the token; as often as one likes", async () => {
		const { url, token } = await startDashboard();
		for (const _ of [1, 2]) {
			const response = await fetch(`${url}/inbox?q=1&token=${token.current()}&x=a%20b`, manual);
			expect(response.status).toBe(200);
			const html = await response.clone().text();
			expect(html).toContain('data-to="/inbox?q=1&#38;x=a+b"');
			expect(html).not.toContain(token.current());
			expect(response.headers.get("cache-control")).toBe("no-store");
			const { headers, key, ...browser } = await browserOf(response.clone(), url);
			expect(key).toMatch(/^[\w-]{43}$/);
			expect(browser.cookie).not.toContain(key);
			expect((await fetch(`${url}/api/v1/status`, { headers })).status).toBe(200);
			const cookie = response.headers.get("set-cookie") ?? "";
			expect(cookie).toMatch(new RegExp(`^nightshift_${new URL(url).port}=`));
			expect(cookie).toMatch(/; HttpOnly/);
			expect(cookie).toMatch(/; SameSite=Strict/);
			expect(cookie).toMatch(/; Path=\//);
			expect(cookie).toContain(`Max-Age=${SESSION_SECONDS}`);
			expect(cookie).not.toContain(token.current());
		}
	});

	test("by the form, which leads back to the page that was asked for, and nowhere else", async () => {
		const { url, token } = await startDashboard();
		const page = await (await fetch(`${url}/inbox?x="1"`)).text();
		expect(page).toContain('name="to" value="/inbox?x=%221%22"');
		const right = { token: ` ${token.current()}\n` };
		for (const [to, where] of [
			["/inbox?x=1", "/inbox?x=1"],
			["//evil.example", "/"],
			["/\\evil.example", "/"],
			["http://evil.example", "/"],
			["javascript:alert(1)", "/"],
			["/\nSet-Cookie: a=b", "/"],
			['/"><script>', "/&#34;&#62;&#60;script&#62;"],
		] as const) {
			const response = await form(url, { ...right, to });
			expect(response.status).toBe(200);
			expect(await response.text()).toContain(`data-to="${where}"`);
		}
	});

	test("with a wrong token says so, and after ten of them asks to wait, but never locks the right one out", async () => {
		const { url, token } = await startDashboard();
		const first = await form(url, { token: "wrong" });
		expect(first.status).toBe(401);
		expect(await first.text()).toContain('role="alert"');
		const statuses = [];
		for (let attempt = 2; attempt <= 12; attempt += 1)
			statuses.push((await fetch(`${url}/?token=wrong${attempt}`)).status);
		expect(statuses.slice(-2)).toEqual([429, 429]);
		const late = await form(url, { token: "wrong" });
		expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
		const bearer = await callApi(url, "wrong", "/status");
		expect([bearer.status, bearer.body.code]).toEqual([429, "rate-limited"]);
		expect((await form(url, { token: token.current() ?? "" })).status).toBe(200);
	});

	test("again: the page for it is there, and leads back to where one was", async () => {
		const { url, signIn } = await startDashboard();
		const { cookie } = await signIn();
		for (const mine of ["", cookie]) {
			const page = await fetch(`${url}/sign-in?to=%2Finbox%3Fx%3D1`, { headers: { cookie: mine } });
			expect(page.status).toBe(200);
			expect(await page.text()).toContain('name="to" value="/inbox?x=1"');
		}
		expect(await (await fetch(`${url}/sign-in?to=//evil.example`)).text()).toContain('name="to" value="/"');
	});

	test("by any other method, or at a wrong address, is a problem without a word from the inside", async () => {
		const { url } = await startDashboard();
		for (const [method, path] of [
			["PUT", "/session"],
			["DELETE", "/session"],
		] as const) {
			const response = await fetch(url + path, { method, headers: { origin: url } });
			expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
			expect(await response.json()).toMatchObject({ code: "not-found" });
		}
	});
});

describe("a session", () => {
	test("opens pages and the API, and is asked for by `GET /session`", async () => {
		const { url, signIn } = await startDashboard();
		const { headers } = await signIn();
		expect((await fetch(`${url}/`, { headers })).status).toBe(200);
		expect((await fetch(`${url}/api/v1/status`, { headers })).status).toBe(200);
		expect((await fetch(`${url}/session`, { headers })).status).toBe(204);
		expect((await fetch(`${url}/session`)).status).toBe(401);
	});

	test("is two halves: neither opens anything alone, nor with the other half of another session", async () => {
		const dashboard = await startDashboard();
		const { url } = dashboard;
		const mine = await dashboard.signIn();
		const other = await dashboard.signIn();
		const halves: Record<string, string>[] = [
			{ cookie: mine.cookie },
			{ [SESSION_KEY_HEADER]: mine.key },
			{ cookie: mine.cookie, [SESSION_KEY_HEADER]: other.key },
			{ cookie: mine.cookie, [SESSION_KEY_HEADER]: "" },
			{ cookie: mine.cookie, [SESSION_KEY_HEADER]: `${mine.key}x` },
			{ cookie: mine.cookie, [SESSION_KEY_HEADER]: mine.cookie.split(".").at(-1) ?? "" },
			{ cookie: mine.cookie, authorization: `Bearer ${mine.key}` },
		];
		for (const half of halves) {
			const headers = { ...half, origin: url, "sec-fetch-site": "same-origin" };
			for (const path of ["/api/v1/status", "/session"]) {
				expect([path, half, (await fetch(url + path, { headers })).status]).toEqual([path, half, 401]);
			}
		}
	});

	test("is found among whatever other cookies of its name a program on another port has set", async () => {
		const dashboard = await startDashboard();
		const { url } = dashboard;
		const { cookie, headers } = await dashboard.signIn();
		const other = await dashboard.signIn();
		const name = cookie.split("=", 1)[0];
		for (const all of [
			`${name}=rubbish; ${cookie}`,
			`${cookie}; ${name}=`,
			`${name}="x; ${cookie}; ${name}=1.2.3`,
			`${other.cookie}; ${cookie}`,
			`x=${cookie}; ${other.cookie};${cookie}`,
		]) {
			const { status } = await fetch(`${url}/api/v1/status`, { headers: { ...headers, cookie: all } });
			expect([all, status]).toEqual([all, 200]);
		}
	});

	test("without one, pages show how to sign in and the API says so as a problem", async () => {
		const { url } = await startDashboard();
		const page = await fetch(`${url}/inbox`);
		expect(page.status).toBe(401);
		expect(page.headers.get("content-type")).toContain("text/html");
		const html = await page.text();
		const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
		expect(html.match(/ nonce="([^"]+)"/g)).toEqual([` nonce="${nonce}"`, ` nonce="${nonce}"`]);
		expect(html).toContain("nightshift open");
		expect(page.headers.get("referrer-policy")).toBe("same-origin");
		const api = await callApi(url, "", "/status", { headers: { authorization: "" } });
		expect(api.headers.get("content-type")).toBe("application/problem+json");
		expect(api.body).toMatchObject({ status: 401, code: "not-signed-in", title: "Unauthorized" });
	});

	test("forged, cut or of another dashboard is none", async () => {
		const { url, signIn } = await startDashboard();
		const other = await startDashboard();
		const { cookie, headers } = await signIn();
		const [name, value = ""] = cookie.split("=");
		const [expiry, nonce, mac] = value.split(".");
		const foreign = (await other.signIn()).cookie.split("=")[1];
		for (const forged of [
			`${Number(expiry) + 1}.${nonce}.${mac}`,
			`${expiry}.${nonce}x.${mac}`,
			`${expiry}.${nonce}.`,
			`${expiry}.${nonce}`,
			`..`,
			foreign,
		]) {
			const wrong = { ...headers, cookie: `${name}=${forged}` };
			expect((await fetch(`${url}/session`, { headers: wrong })).status).toBe(401);
			expect((await fetch(`${url}/`, { headers: wrong })).status).toBe(401);
		}
		const right = { ...headers, cookie: `other=1; ${cookie}` };
		expect((await fetch(`${url}/session`, { headers: right })).status).toBe(204);
	});

	test("ends with its time", async () => {
		const { token } = openedToken(await tempHome());
		const sessions = createSessions(token, 4310);
		const long = Date.now() - (SESSION_SECONDS + 1) * 1000;
		const proofOf = ({ cookie, key }: IssuedSession) => ({ cookie: cookie.split(";", 1)[0], key });
		expect(sessions.find(proofOf(sessions.issue(long)))).toBeNull();
		const session = sessions.find(proofOf(sessions.issue()));
		expect(session).toMatchObject({ by: "cookie", complete: true });
		expect(session && sessions.holds(session, (session.expiresAt ?? 0) + 1)).toBe(false);
	});

	test("counts on its port alone, whatever the cookie is called", async () => {
		const { token } = openedToken(await tempHome());
		const { cookie, key } = createSessions(token, 4310).issue();
		const renamed = (cookie.split(";", 1)[0] ?? "").replace("4310", "4311");
		expect(createSessions(token, 4310).find({ cookie, key })?.complete).toBe(true);
		expect(createSessions(token, 4311).find({ cookie: renamed, key })).toBeNull();
	});

	test("ends on signing out", async () => {
		const { url, signIn } = await startDashboard();
		const { headers } = await signIn();
		const out = await fetch(`${url}/sign-out`, { ...manual, method: "POST", headers });
		expect(out.status).toBe(303);
		expect(out.headers.get("set-cookie")).toMatch(/=; Max-Age=0; HttpOnly/);
	});

	test("ends, like all others, when the token file changes or is deleted, at once and without a restart", async () => {
		const { url, paths, token, signIn } = await startDashboard();
		const { headers } = await signIn();
		const old = token.current() ?? "";
		const opens = async () => [
			(await fetch(`${url}/session`, { headers })).status,
			(await callApi(url, old, "/status")).status,
		];
		expect(await opens()).toEqual([204, 200]);
		await writeFile(paths.token, `${"n".repeat(40)}\n`);
		expect(await opens()).toEqual([401, 401]);
		expect((await callApi(url, "n".repeat(40), "/status")).status).toBe(200);
		await rm(paths.token);
		expect((await callApi(url, "n".repeat(40), "/status")).status).toBe(401);
		expect((await callApi(url, token.current() ?? "", "/status")).status).toBe(200);
	});
});

describe("the token file", () => {
	test("is made once, for its owner alone, and made private when it is not", async () => {
		const paths = await tempHome();
		const { token } = openedToken(paths);
		expect(token.current()).toMatch(/^[\w-]{43}$/);
		expect((await stat(paths.token)).mode & 0o777).toBe(0o600);
		await chmod(paths.token, 0o644);
		expect(openedToken(paths).token.current()).toBe(token.current());
		expect((await stat(paths.token)).mode & 0o777).toBe(0o600);
	});

	test("with what could be guessed opens nothing", async () => {
		const paths = await tempHome();
		const { token } = openedToken(paths);
		await writeFile(paths.token, "");
		expect(token.current()).toBeNull();
		expect(createSessions(token, 1).isToken("")).toBe(false);
		expect(() => openToken(paths.token)).toThrow(/at least 32 characters: delete the file/);
	});
});

function openedToken(paths: { token: string }) {
	return { token: openToken(paths.token) };
}
