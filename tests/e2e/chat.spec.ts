import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { expect, isLive, openPage, test } from "./fixtures.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./support/page-checks.ts";

const agent = fileURLToPath(new URL("../fixtures/agents/scripted-agent.mjs", import.meta.url));
test.use({ developer: { agent: { command: [process.execPath, agent] } } });

const field = (page: Page) => page.getByRole("textbox", { name: "Message to code-developer" });
const log = (page: Page) => page.getByRole("log", { name: "Conversation with code-developer" });
const said = (page: Page, text: string | RegExp) => log(page).getByRole("article").filter({ hasText: text });

async function say(page: Page, text: string): Promise<void> {
	await field(page).fill(text);
	await field(page).press("Enter");
}

test("commands are completed by keyboard, answered, and brought back by the arrow", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/chat");
	await expect(field(page)).toBeVisible();
	await page.keyboard.press("c");
	await page.keyboard.type("/sta");
	const list = page.getByRole("listbox", { name: "Commands" });
	await expect(list.getByRole("option")).toHaveCount(2);
	await expect(list.getByRole("option", { selected: true })).toContainText("/status");
	await page.keyboard.press("ArrowDown");
	await expect(list.getByRole("option", { selected: true })).toContainText("/start");
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("Enter");
	await expect(field(page)).toHaveValue("/status ");
	await expect(list.getByRole("option")).toHaveText(/code-developer/);
	await page.keyboard.press("Escape");
	await expect(list).toBeHidden();
	await page.keyboard.press("Enter");
	await expect(said(page, "does not run")).toBeVisible();
	await expect(field(page)).toHaveValue("");
	await page.keyboard.press("ArrowUp");
	await expect(field(page)).toHaveValue("/status");
	await page.keyboard.press("ArrowDown");
	await expect(field(page)).toHaveValue("");

	await page.keyboard.type("one");
	await page.keyboard.press("Shift+Enter");
	await page.keyboard.type("two");
	await expect(field(page)).toHaveValue("one\ntwo");
	await page.reload();
	await isLive(page);
	await expect(field(page)).toHaveValue("one\ntwo");
});

test("an order is echoed with an undo; undone it is not carried out, and left alone it is", async ({
	page,
	nightshift,
}) => {
	await openPage(page, nightshift, "/chat");
	await say(page, "start the daemon");
	const first = said(page, "Starting code-developer");
	await expect(first).toContainText(/in \d+ s/);
	await first.getByRole("button", { name: "Undo" }).click();
	await expect(said(page, "You took it back; nothing was done.")).toBeVisible();
	expect((await nightshift.daemon("code-developer")).desired).toBe("down");

	await say(page, "why did you stop?");
	await say(page, "start code developer");
	await expect(said(page, "Started code-developer")).toContainText("It runs.");
	expect((await nightshift.daemon("code-developer")).phase).toBe("running");

	await say(page, "tell code_developer pause");
	const told = said(page, "Told code-developer");
	await expect(told).toContainText("Done");
	await expect(said(page, /Paused\. What runs now is finished/)).toBeVisible();
});

test("an answer of the agent streams, can be stopped, and what is no command only goes there", async ({
	page,
	nightshift,
}) => {
	await openPage(page, nightshift, "/chat");
	await say(page, JSON.stringify([["say", "The **moon** is\n\n- round\n- bright\n\n"], ["wait"]]));
	await expect(log(page).getByRole("listitem").filter({ hasText: "bright" })).toBeVisible();
	await page.getByRole("button", { name: "Stop", exact: true }).click();
	await expect(said(page, "You stopped it.")).toContainText("moon");
	await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeHidden();
});

test("questions stand in the conversation as they are now", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/chat");
	const { ticket } = await nightshift.ask({ daemon: "code-developer", kind: "text", title: "Which <b>moon</b>?" });
	const card = said(page, "Which <b>moon</b>?");
	await expect(card).toContainText("Waits for you");
	await nightshift.withdraw(ticket, "It knows now.");
	await expect(card).toContainText("Withdrawn");
	await expect(card).toContainText("It knows now.");
	const { ticket: other } = await nightshift.ask({ daemon: "code-developer", kind: "text", title: "Which tide?" });
	await said(page, "Which tide?").getByRole("link", { name: "Answer" }).click();
	await expect(page).toHaveURL(new RegExp(`/inbox\\?ticket=${other}`));
});

test("what is asked while a conversation is being read for the first time is in it", async ({ page, nightshift }) => {
	let asked = false;
	const told = new Promise<void>((resolve) =>
		page.on("websocket", (socket) =>
			socket.on("framereceived", ({ payload }) => {
				if (asked && String(payload).includes("chat:code-developer")) resolve();
			}),
		),
	);
	// An answer that takes its time: it was true when it was given.
	await page.addInitScript(() => {
		const { fetch } = window;
		window.fetch = async (...request) => {
			const response = await fetch(...request);
			if (!/messages\?limit=\d+$/.test(String(request[0])) || "held" in document.documentElement.dataset)
				return response;
			document.documentElement.dataset.held = "";
			await new Promise((resolve) => window.addEventListener("release", resolve));
			return response;
		};
	});
	await openPage(page, nightshift, "/chat");
	await expect(page.locator("html[data-held]")).toBeAttached();
	asked = true;
	await nightshift.ask({ daemon: "code-developer", kind: "text", title: "Which moon?" });
	await told;
	await page.evaluate(() => window.dispatchEvent(new Event("release")));
	await expect(said(page, "Which moon?")).toContainText("Waits for you");
});

test("what others write is shown and not carried out", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/chat");
	const script = "<img src=x onerror=alert(1)> [link](javascript:alert(1)) \u202Egnp.exe";
	await say(page, script);
	await say(page, JSON.stringify([["say", `${script} <script>alert(2)</script>`]]));
	await expect(log(page)).toContainText("U+202E");
	await expect(log(page).locator("img, script, a[href^=javascript]")).toHaveCount(0);
});

/** So many messages, as if they had been said over years. */
function fill(nightshift: Nightshift, count: number): void {
	const db = new Sqlite(`${nightshift.home}/nightshift.db`);
	db.prepare(
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO ChatMessage (daemon, at, "from", kind, text, state)
		SELECT 'code-developer', strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-01-01', '+' || (i * 7) || ' minutes'),
			CASE i % 3 WHEN 0 THEN 'person' ELSE 'nightshift' END, 'text', 'message ' || i || ' of many', 'complete' FROM n`,
	).run(count);
	db.close();
}

test("a long conversation is paged both ways, searched, and keeps the place that is read", async ({
	page,
	nightshift,
}) => {
	fill(nightshift, 20_000);
	await openPage(page, nightshift, "/chat");
	await expect(said(page, "message 20000 of many")).toBeVisible();
	expect(await page.getByRole("article").count()).toBeLessThan(60);
	await log(page).hover();
	for (let n = 0; n < 12; n++) await page.mouse.wheel(0, -2_500);
	await expect(page.getByRole("button", { name: "Newest" })).toBeVisible();
	await expect(said(page, "message 20000 of many")).toBeHidden();
	const frame = (await log(page).boundingBox()) ?? { y: 0, height: 0 };
	const inSight = async (words: string) => (await said(page, words).boundingBox())?.y;
	// In the middle of what is seen, once nothing moves any more.
	const middle = await page.evaluate(
		([x, y]) => document.elementFromPoint(x ?? 0, y ?? 0)?.closest("article")?.textContent ?? "",
		[900, frame.y + frame.height / 2],
	);
	const words = /message \d+ of many/.exec(middle)?.[0] ?? "";
	expect(words).not.toBe("");
	const before = await inSight(words);
	await nightshift.cli("tell", "code-developer", "mind the tide");
	// The list of conversations tells that it has come.
	await expect(page.getByRole("navigation", { name: "Conversations" })).toContainText(/now|\d s/);
	expect(Math.abs(((await inSight(words)) ?? 0) - (before ?? 0))).toBeLessThan(2);
	await page.getByRole("button", { name: "Newest" }).click();
	await expect(said(page, "mind the tide")).toBeVisible();

	await page.getByRole("textbox", { name: "Search this conversation" }).fill("message 12345 many");
	await page.keyboard.press("Enter");
	const found = page.getByRole("list", { name: "Found messages" });
	await found.getByRole("link").filter({ hasText: "message 12345 of many" }).click();
	await expect(said(page, "message 12345 of many")).toBeInViewport();
	await expect(said(page, "message 12346 of many")).toBeVisible();
	await page.getByRole("button", { name: "Newest" }).click();
	await expect(said(page, "mind the tide")).toBeVisible();
});

test("looks right in light and dark, on a desk and on a phone", async ({ page, nightshift }, info) => {
	await openPage(page, nightshift, "/chat");
	await nightshift.ask({ daemon: "code-developer", kind: "text", title: "Which moon shall it be?" });
	await expect(said(page, "Which moon")).toBeVisible();
	await say(page, "what is it doing?");
	await say(page, "/stauts");
	await say(page, JSON.stringify([["say", "It is **fine**:\n\n```sh\nnpm test\n```\n"]]));
	await expect(said(page, "npm test").last()).toBeVisible();
	await say(page, "tell code_developer to use the catalog, and mind the tide");
	await say(page, "stop the daemon");
	await expect(said(page, /Stopp(ing|ed) code-developer/)).toBeVisible();
	for (const scheme of ["light", "dark"] as const) {
		for (const width of [1280, 360]) {
			await page.emulateMedia({ colorScheme: scheme });
			await page.setViewportSize({ width, height: 860 });
			await expect(said(page, /Stopp(ing|ed) code-developer/)).toBeInViewport();
			await expectNoSidewaysScroll(page);
			await expectAccessible(page);
			await page.screenshot({ path: info.outputPath(`chat-${scheme}-${width}.png`) });
			await field(page).fill("/");
			await expect(page.getByRole("listbox")).toBeVisible();
			await expectAccessible(page);
			await field(page).fill("");
		}
	}
});
