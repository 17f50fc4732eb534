import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, isLive, openPage, sharing, test } from "./fixtures.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./support/page-checks.ts";

const SECRET = "A private question";

/** Another program of this machine with a page on 127.0.0.1, on a port of its own, that a browser is led to. */
interface Thief {
	url: string;
	/** The Cookie headers that browsers sent it. */
	cookies: string[];
	/** What it answers with: a page, and cookies to set. */
	answer: { html: string; setCookies: string[] };
}

async function withThief(use: (thief: Thief) => Promise<void>): Promise<void> {
	const thief: Thief = { url: "", cookies: [], answer: { html: "", setCookies: [] } };
	const server: Server = createServer((request, response) => {
		thief.cookies.push(request.headers.cookie ?? "");
		response.writeHead(200, { "Content-Type": "text/html", "Set-Cookie": thief.answer.setCookies });
		response.end(`<!doctype html><title>Harmless</title>${thief.answer.html}`);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	thief.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	try {
		await use(thief);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

/** Leads the signed-in browser to the thief, and returns the cookie that it got. */
async function steal(page: Page, thief: Thief, { url }: Nightshift): Promise<string> {
	await page.goto(thief.url);
	const cookie = thief.cookies.find((one) => one.includes(`nightshift_${new URL(url).port}=`));
	expect(cookie, "the premise: browsers send cookies to every port of a host").toBeDefined();
	return cookie ?? "";
}

/** What the thief's own page, in the browser that is signed in, gets to see of the dashboard. */
async function pryFromPage(page: Page, url: string): Promise<Record<string, string>> {
	return page.evaluate(async (target) => {
		const told = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => `failed: ${error}`);
		const read = async (path: string, init: RequestInit) => (await fetch(target + path, init)).text();
		const socket = (protocol: string[] = []) =>
			new Promise((resolve) => {
				const ws = new WebSocket(`${target.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, protocol);
				ws.onmessage = ({ data }) => resolve(data);
				ws.onclose = () => resolve("closed");
			});
		const element = (tag: "script" | "img" | "iframe", path: string) =>
			new Promise((resolve) => {
				const made = document.createElement(tag);
				made.onload = () => resolve(tag === "iframe" ? `loaded: ${readFrame(made as HTMLIFrameElement)}` : "loaded");
				made.onerror = () => resolve("refused");
				made.src = target + path;
				document.body.append(made);
			});
		const readFrame = (frame: HTMLIFrameElement) => {
			try {
				return frame.contentDocument?.body?.textContent ?? "nothing";
			} catch {
				return "nothing";
			}
		};
		const credentials = "include";
		return {
			storage: JSON.stringify({ ...localStorage }),
			api: await told(read("/api/v1/questions", { credentials })),
			"api, no CORS": await told(read("/api/v1/questions", { credentials, mode: "no-cors" })),
			"api, with a key": await told(read("/api/v1/questions", { credentials, headers: { "nightshift-key": "x" } })),
			"start a daemon": await told(
				read("/api/v1/daemons/code-developer/start", { credentials, method: "POST", mode: "no-cors" }),
			),
			polling: await told(read("/socket.io/?EIO=4&transport=polling", { credentials })),
			script: await told(element("script", "/socket.io/?EIO=4&transport=polling&j=0")),
			"api as a script": await told(element("script", "/api/v1/questions")),
			frame: await told(element("iframe", "/inbox")),
			socket: await told(socket()),
		};
	}, url);
}

/** What the thief's server gets with the cookie, by HTTP and with whatever headers it likes. */
async function replay(cookie: string, { url }: Nightshift): Promise<string[]> {
	const seen: string[] = [];
	for (const path of ["/", "/inbox", "/api/v1/status", "/api/v1/questions", "/socket.io/?EIO=4&transport=polling"]) {
		const response = await fetch(url + path, {
			headers: { cookie, origin: url, "sec-fetch-site": "same-origin", "nightshift-key": "x" },
		});
		seen.push(`${path} ${response.status} ${await response.text()}`);
	}
	return seen;
}

sharing("a program on another port gets the cookie, and nothing with it", async ({ page, nightshift }) => {
	await nightshift.ask({ title: SECRET });
	await openPage(page, nightshift, "/inbox");
	await expect(page.getByText(SECRET).first()).toBeVisible();
	const { url } = nightshift;
	await withThief(async (thief) => {
		const cookie = await steal(page, thief, nightshift);
		const pried = await pryFromPage(page, url);
		expect(pried).toEqual({
			storage: "{}",
			api: expect.stringMatching(/^failed: /),
			"api, no CORS": expect.stringMatching(/^(failed: .*)?$/),
			"api, with a key": expect.stringMatching(/^failed: /),
			"start a daemon": expect.stringMatching(/^(failed: .*)?$/),
			polling: expect.stringMatching(/^failed: /),
			script: "refused",
			"api as a script": "refused",
			frame: expect.not.stringContaining("Inbox"),
			socket: "closed",
		});
		for (const answer of await replay(cookie, nightshift)) {
			expect(answer).toMatch(/^(\/|\/inbox) 200 |^\S+ 401 /);
			expect(answer).not.toContain(SECRET);
			expect(answer).not.toContain("code-developer");
		}
	});
	expect(await nightshift.daemon("code-developer")).toMatchObject({ phase: "stopped", desired: "down" });
	await page.goto(`${url}/inbox`);
	await expect(page.getByText(SECRET).first()).toBeVisible();
});

sharing(
	"a browser that is given the copied cookie shows an empty page that says how to sign in",
	async ({ page, nightshift, browser }) => {
		await nightshift.ask({ title: SECRET });
		await openPage(page, nightshift, "/");
		await withThief(async (thief) => {
			const cookie = await steal(page, thief, nightshift);
			const context = await browser.newContext();
			try {
				await putCookie(context, cookie, nightshift.url);
				const theirs = await context.newPage();
				await theirs.goto(`${nightshift.url}/inbox`);
				await expect(theirs.getByRole("heading", { name: "Sign in again" })).toBeVisible();
				expect(await theirs.content()).not.toContain(SECRET);
			} finally {
				await context.close();
			}
		});
	},
);

sharing(
	"a page that lost its half says so calmly, asks nothing more, and goes on once signed in",
	async ({ page, nightshift, context }) => {
		await openPage(page, nightshift, "/inbox");
		await page.evaluate(() => localStorage.clear());
		await page.clock.install();
		await page.reload();
		await expect(page.getByRole("heading", { name: "Sign in again" })).toBeVisible();
		await expect(page.getByText("bin/nightshift open")).toBeVisible();
		await expect(page.getByRole("status").filter({ hasText: "This browser is signed out." })).toBeVisible();
		await expectAccessible(page);
		await expectNoSidewaysScroll(page);
		const asked: string[] = [];
		page.on("request", (request) => asked.push(request.url()));
		page.on("websocket", (socket) => asked.push(socket.url()));
		await page.clock.runFor(120_000);
		expect(asked).toEqual([]);

		const other = await context.newPage();
		await openPage(other, nightshift, "/");
		await isLive(page);
		await expect(page.getByRole("heading", { name: "Sign in again" })).toBeHidden();
	},
);

sharing("where WebSockets are not let through, polling brings both halves", async ({ page, nightshift }) => {
	const proofs: unknown[] = [];
	await page.addInitScript(() => {
		// Each is refused by the dashboard itself, as a proxy would refuse it.
		const Refused = class extends WebSocket {
			constructor() {
				super(`ws://${location.host}/nowhere`);
			}
		};
		Object.assign(window, { WebSocket: Refused });
	});
	page.on("request", (request) => {
		if (request.url().includes("transport=polling")) proofs.push(request.headers()["nightshift-key"]);
	});
	await openPage(page, nightshift, "/");
	const key = await page.evaluate(() => localStorage.getItem("nightshift:key"));
	expect(new Set(proofs)).toEqual(new Set([key]));
});

sharing("the token can be pasted instead, and leads back to the page", async ({ page, nightshift }) => {
	const link = new URL(await nightshift.link("/"));
	await openPage(page, nightshift, "/inbox");
	await page.evaluate(() => localStorage.clear());
	await page.reload();
	await page.getByRole("link", { name: "Paste the token instead" }).click();
	await page.getByLabel(/paste the token/).fill(link.searchParams.get("token") ?? "");
	await page.getByRole("button", { name: "Sign in" }).click();
	await isLive(page);
	expect(page.url()).toBe(`${nightshift.url}/inbox`);
});

test("cookies of the same name that another port has set do not sign the browser out", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/");
	const name = `nightshift_${new URL(nightshift.url).port}`;
	await withThief(async (thief) => {
		// More specific paths come first in the header.
		const paths = ["/api", "/socket.io", "/inbox", "/session"];
		thief.answer.setCookies = paths.map((path) => `${name}=1.tossed.rubbish; Path=${path}`);
		await steal(page, thief, nightshift);
	});
	await page.goto(`${nightshift.url}/inbox?tab=answered`);
	await isLive(page);
	await expect(page.getByText("Nothing has been answered yet")).toBeVisible();
});

sharing("the link with the token does not stay in the way back", async ({ page, nightshift }) => {
	await page.goto("about:blank");
	await page.goto(await nightshift.link("/inbox"));
	await isLive(page);
	expect(page.url()).toBe(`${nightshift.url}/inbox`);
	await page.goBack();
	expect(page.url()).toBe("about:blank");
});

async function putCookie(context: BrowserContext, header: string, url: string): Promise<void> {
	const [name = "", value = ""] = header.split("=");
	await context.addCookies([{ name, value, url, httpOnly: true, sameSite: "Strict" }]);
}
