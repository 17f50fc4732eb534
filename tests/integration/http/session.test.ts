import { chmod, rm, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { createSessions, SESSION_SECONDS } from "../../../server/http/session.ts";
import { openToken } from "../../../server/http/token.ts";
import { callApi, startDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";

const manual = { redirect: "manual" } as const;

function form(url: string, fields: Record<string, string>): Promise<Response> {
	const origin = new URL(url).origin;
	return fetch(`${url}/session`, { ...manual, method: "POST", headers: { origin }, body: new URLSearchParams(fields) });
}

describe("signing in", () => {
	test("by the link: a cookie for this port, and the same page without the token; as often as one likes", async () => {
		const { url, token } = await startDashboard();
		for (const _ of [1, 2]) {
			const response = await fetch(`${url}/inbox?q=1&token=${token.current()}&x=a%20b`, manual);
			expect(response.status).toBe(303);
			expect(response.headers.get("location")).toBe("/inbox?q=1&x=a+b");
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
		for (const [to, location] of [
			["/inbox?x=1", "/inbox?x=1"],
			["//evil.example", "/"],
			["/\\evil.example", "/"],
			["http://evil.example", "/"],
			["/\nSet-Cookie: a=b", "/"],
		] as const) {
			const response = await form(url, { ...right, to });
			expect([response.status, response.headers.get("location")]).toEqual([303, location]);
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
		expect((await form(url, { token: token.current() ?? "" })).status).toBe(303);
	});
});

describe("a session", () => {
	test("opens pages and the API, and is asked for by `GET /session`", async () => {
		const { url, signIn } = await startDashboard();
		const headers = { cookie: await signIn() };
		expect((await fetch(`${url}/`, { headers })).status).toBe(200);
		expect((await fetch(`${url}/api/v1/status`, { headers })).status).toBe(200);
		expect((await fetch(`${url}/session`, { headers })).status).toBe(204);
		expect((await fetch(`${url}/session`)).status).toBe(401);
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
		const cookie = await signIn();
		const [name, value = ""] = cookie.split("=");
		const [expiry, nonce, mac] = value.split(".");
		const foreign = (await other.signIn()).split("=")[1];
		for (const forged of [
			`${Number(expiry) + 1}.${nonce}.${mac}`,
			`${expiry}.${nonce}x.${mac}`,
			`${expiry}.${nonce}.`,
			`${expiry}.${nonce}`,
			`..`,
			foreign,
		]) {
			const headers = { cookie: `${name}=${forged}` };
			expect((await fetch(`${url}/session`, { headers })).status).toBe(401);
		}
		expect((await fetch(`${url}/session`, { headers: { cookie: `other=1; ${cookie}` } })).status).toBe(204);
	});

	test("ends with its time", async () => {
		const { token } = openedToken(await tempHome());
		const sessions = createSessions(token, 4310);
		const long = Date.now() - (SESSION_SECONDS + 1) * 1000;
		const cookieOf = (issued: string) => ({ cookie: issued.split(";", 1)[0] });
		expect(sessions.find(cookieOf(sessions.issue(long)))).toBeNull();
		const session = sessions.find(cookieOf(sessions.issue()));
		expect(session?.by).toBe("cookie");
		expect(session && sessions.holds(session, (session.expiresAt ?? 0) + 1)).toBe(false);
	});

	test("ends on signing out", async () => {
		const { url, signIn } = await startDashboard();
		const headers = { cookie: await signIn(), origin: url };
		const out = await fetch(`${url}/sign-out`, { ...manual, method: "POST", headers });
		expect(out.status).toBe(303);
		expect(out.headers.get("set-cookie")).toMatch(/=; Max-Age=0; HttpOnly/);
	});

	test("ends, like all others, when the token file changes or is deleted, at once and without a restart", async () => {
		const { url, paths, token, signIn } = await startDashboard();
		const cookie = await signIn();
		const old = token.current() ?? "";
		const opens = async () => [
			(await fetch(`${url}/session`, { headers: { cookie } })).status,
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
