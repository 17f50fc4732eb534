import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { type Database, openDatabase } from "../../server/db/open.ts";
import { addTurn, recordConversation, type SomeTurn } from "../support/conversations.ts";
import { expect, openPage, pressTogether, sharing, test } from "./fixtures.ts";
import { rawTurns, TURN } from "./support/hidden-characters.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectGoodInEachLook, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";

const list = (page: Page) => page.getByRole("list", { name: "Conversations" });
const log = (page: Page, title: string) => page.getByRole("log", { name: title });
const turn = (page: Page, text: string | RegExp) =>
	page.getByRole("log").getByRole("article").filter({ hasText: text });

/** Forgets what other tests have put into the record of a dashboard that they share. */
async function freshRecord<T>(nightshift: Nightshift, work: (db: Database) => Promise<T>): Promise<T> {
	return inRecord(nightshift, async (db) => {
		await db.write(({ conversation }) => conversation.deleteMany());
		return work(db);
	});
}

/** Works in the record of a dashboard, as the chat monitor does. */
async function inRecord<T>(nightshift: Nightshift, work: (db: Database) => Promise<T>): Promise<T> {
	const db = await openDatabase(join(nightshift.home, "nightshift.db"));
	try {
		return await work(db);
	} finally {
		await db.close();
	}
}

const SESSION = "11111111-2222-4333-8444-555555555555";

/** A line of what was typed, as Claude Code writes it. */
function typed(text: string): string {
	const line = {
		type: "user",
		message: { role: "user", content: text },
		uuid: crypto.randomUUID(),
		timestamp: new Date().toISOString(),
		promptSource: "typed",
		cwd: "/src/shop",
		sessionId: SESSION,
	};
	return `${JSON.stringify(line)}\n`;
}

/** When a text is drawn: polling from outside would take longer than the page does. */
function seenAt(page: Page, text: string): Promise<number> {
	return page.evaluate(
		(wanted) =>
			new Promise<number>((resolve) => {
				const look = () => {
					if (!document.querySelector("[role=log]")?.textContent?.includes(wanted)) return;
					observer.disconnect();
					requestAnimationFrame(() => resolve(Date.now()));
				};
				const observer = new MutationObserver(look);
				observer.observe(document.body, { subtree: true, childList: true, characterData: true });
				look();
			}),
		text,
	);
}

const CART: SomeTurn[] = [
	{ text: "The cart loses its lines.\nPlease find out *why*." },
	{ role: "assistant", text: "I look at **the store** first.\n\n- `cart.ts`\n- `lines.ts`" },
	{
		role: "tool",
		text: "Bash: npm test",
		tool: { name: "Bash", input: { command: "npm test" }, ok: false },
		output: "\u001B[31mfailed\u001B[0m: 2 of 14",
	},
	{ role: "user", text: "Look for the lost lines in the reducer", sidechain: true },
	{ role: "tool", text: "Grep: lines", tool: { name: "Grep", input: { pattern: "lines" }, ok: true }, sidechain: true },
	{ role: "assistant", text: "The reducer drops them", sidechain: true },
	{ role: "system", text: "/compact" },
	{ role: "assistant", text: "The reducer forgot the lines; it is mended.", cut: 1200 },
	{ text: "bchat", trigger: true },
];

sharing("teaches how to record while nothing is recorded", async ({ page, nightshift }) => {
	await freshRecord(nightshift, async () => undefined);
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/");
	await pressTogether(page, "g", "t");
	await expect(page).toHaveTitle("Conversations · Nightshift");
	await expect(page.getByText("Nothing records yet")).toBeVisible();
	await expect(page.getByText('"program": "chat-monitor"')).toBeVisible();
	await expectGoodInEachLook(page);
	expect(bad).toEqual([]);
});

sharing("conversations are found, filtered, read and exported, all of it by keyboard", async ({ page, nightshift }) => {
	const { id } = await freshRecord(nightshift, async (db) => {
		for (let n = 0; n < 30; n += 1) {
			await recordConversation(
				db,
				{
					source: n % 2 ? "codex" : "gemini",
					title: `Talk ${n}`,
					cwd: "/src/site",
					firstTurnAt: "2026-11-18T10:00:00.000Z",
				},
				[{ text: `talk number ${n}` }],
			);
		}
		return recordConversation(
			db,
			{
				title: "Why the cart loses its lines",
				cwd: "/src/shop",
				summary: "The reducer forgot the lines of the cart.",
				keywords: ["cart", "reducer"],
				summaryBy: "extract",
				usage: { inputTokens: 12_345 },
				redactions: 2,
			},
			CART,
		);
	});
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/conversations");
	await expect(list(page).getByRole("link", { name: /Why the cart/ })).toBeVisible();
	await page.keyboard.press("j");
	await expect(page).toHaveURL(new RegExp(`id=${id}$`));
	await expect(page.getByRole("heading", { name: "Why the cart loses its lines" })).toBeVisible();
	await expect(page.getByText("The reducer forgot the lines of the cart.", { exact: true })).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(page.getByRole("button", { name: "More about it" })).toBeVisible();
	await expect(log(page, "Why the cart loses its lines")).toBeVisible();

	// A step opens to what went in and came out, in the colours of this page.
	const step = turn(page, "npm test");
	await expect(step).toContainText("failed");
	await step.getByRole("button").press("Enter");
	await expect(step.getByRole("region", { name: "Input" })).toHaveText("npm test");
	await expect(step.getByRole("region", { name: "Output" })).toHaveText("failed: 2 of 14");
	await expect(step.getByRole("region", { name: "Output" }).locator(".text-bad")).toHaveText("failed");
	await expect(turn(page, "The reducer drops them")).toBeHidden();
	await page.getByRole("button", { name: /Subagent: 3 turns/ }).press("Enter");
	await expect(turn(page, "The reducer drops them")).toBeVisible();
	await expect(turn(page, "bchat")).toContainText("asks for a backup");
	await expect(turn(page, "it is mended")).toContainText("1,200 characters of it were too many");
	await page.getByRole("button", { name: "More about it" }).press("Enter");
	await expect(page.getByText("2 secrets were blotted out before it was stored.")).toBeVisible();
	await expect(page.getByText("12,345 input tokens")).toBeVisible();
	await expectAccessible(page);

	const saved = page.waitForEvent("download");
	await page.getByRole("button", { name: "Export as CSV" }).press("Enter");
	expect(await readFile(await (await saved).path(), "utf8")).toContain("user,no,bchat");
	await page.getByRole("button", { name: "Back up now" }).press("Enter");
	await expect(page.getByRole("button", { name: "Backup asked for" })).toBeDisabled();

	// Back to the list, and on.
	await page.keyboard.press("Escape");
	await expect(page).toHaveURL(/\/conversations$/);
	await page.keyboard.press("j");
	await page.keyboard.press("j");
	await expect(page.getByRole("heading", { name: /^Talk \d/ })).toBeVisible();

	// What was said is found, and leads to its place.
	await page.keyboard.press("/");
	await page.keyboard.type("reduc mended");
	await expect(list(page).getByRole("link", { name: /it is mended/ })).toBeVisible();
	await expect(page).toHaveURL(/q=reduc\+mended/);
	await page.keyboard.press("Escape");
	await list(page)
		.getByRole("link", { name: /it is mended/ })
		.press("Enter");
	await expect(page).toHaveURL(new RegExp(`id=${id}&at=\\d+`));
	await expect(turn(page, "it is mended")).toHaveAttribute("aria-current", "true");
	await page.getByRole("button", { name: "Clear the search" }).click();

	await page.getByRole("button", { name: "Filter" }).click();
	await page.getByRole("combobox", { name: "Tool" }).selectOption("codex");
	await expect(page).toHaveURL(/source=codex/);
	await expect(list(page).getByRole("link", { name: /Talk 29/ })).toBeVisible();
	await expect(list(page).getByRole("link", { name: /Talk 28/ })).toBeHidden();
	await page.getByRole("textbox", { name: "From" }).fill("2026-11-19");
	await expect(page.getByText("No conversation is like that")).toBeVisible();
	await page.getByRole("button", { name: "Show all again" }).click();
	const backup = page.getByRole("checkbox", { name: "With a backup asked for" });
	await backup.click();
	await expect(backup).toBeChecked();
	await expect(list(page).getByRole("listitem")).toHaveCount(1);
	await page.keyboard.press("?");
	await expect(page.getByRole("dialog")).toContainText("Read the conversation");
	await page.keyboard.press("Escape");
	expect(bad).toEqual([]);
});

test("what is said is seen at once, also by one who follows a hundred thousand turns", async ({ page, nightshift }) => {
	const many = Array.from({ length: 1_000 }, (_, n) => ({ role: n % 3 ? "assistant" : "user", text: `turn ${n}` }));
	const { id, turns } = await inRecord(nightshift, async (db) => {
		const made = await recordConversation(db, { title: "Long" }, many);
		// As many again as they were, by the database itself.
		await db.prisma.$executeRaw`
			WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
			INSERT INTO "ConversationTurn" ("conversationId", "key", "role", "at", "text")
			SELECT ${made.id}, 'n' || i, 'assistant', strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-11-20 11:00:00', '+' || i || ' seconds'),
				'turn ' || i FROM n`;
		return made;
	});
	await openPage(page, nightshift, `/conversations?id=${id}`);
	await expect(turn(page, "turn 99999")).toBeInViewport();
	expect(await page.getByRole("article").count()).toBeLessThan(60);
	await inRecord(nightshift, async (db) => {
		const spent: number[] = [];
		for (const word of ["warm-up", "first", "second", "third"]) {
			const seen = seenAt(page, `the ${word} news`);
			await addTurn(db, id, { text: `the ${word} news` });
			const from = Date.now();
			spent.push((await seen) - from);
			await expect(turn(page, `the ${word} news`)).toBeInViewport();
		}
		// The best of some: what else the machine does is no property of the page.
		expect(Math.min(...spent)).toBeLessThan(300);
	});
	await expect(list(page).getByText("Live")).toBeVisible();

	// One who reads the past is not pulled along, and comes back with a key.
	await log(page, "Long").hover();
	for (let n = 0; n < 5; n += 1) await page.mouse.wheel(0, -2_500);
	await expect(page.getByRole("button", { name: "Newest" })).toBeVisible();
	await inRecord(nightshift, (db) => addTurn(db, id, { text: "while away" }));
	await expect(list(page).getByText("Live")).toBeVisible();
	await expect(turn(page, "while away")).toBeHidden();
	await page.keyboard.press("Shift+G");
	await expect(turn(page, "while away")).toBeInViewport();
	await page.goto(`${nightshift.url}/conversations?id=${id}&at=${turns[500]}`);
	await expect(turn(page, /turn 500\b/)).toBeInViewport();
	await page.getByRole("button", { name: "Newest" }).click();
	await expect(turn(page, "while away")).toBeInViewport();
});

test.describe("with a monitor that runs", () => {
	const root = join(tmpdir(), `nightshift-e2e-transcripts-${process.pid}`);
	const source = { name: "claude", format: "claude", root };
	test.use({
		daemons: { "chat-monitor": { program: "chat-monitor", autostart: true, record: { sources: [source] } } },
	});
	test.afterAll(() => rm(root, { recursive: true, force: true }));

	test("a line of a transcript is seen as it is written, and a backup is made when it is asked for", async ({
		page,
		nightshift,
	}) => {
		await openPage(page, nightshift, "/conversations");
		await expect(page.getByText("Nothing is recorded yet")).toBeVisible();
		const file = join(root, "-src-shop", `${SESSION}.jsonl`);
		await mkdir(dirname(file), { recursive: true });
		await appendFile(file, typed("Why does the cart lose its lines?"));
		await list(page)
			.getByRole("link", { name: /Why does the cart/ })
			.click();
		await expect(turn(page, "Why does the cart")).toBeVisible();
		await expect(list(page).getByText("Live")).toBeVisible();
		const spent: number[] = [];
		for (const word of ["first", "second", "third", "fourth"]) {
			const seen = seenAt(page, `the ${word} thought`);
			const from = Date.now();
			await appendFile(file, typed(`the ${word} thought`));
			spent.push((await seen) - from);
		}
		expect(Math.min(...spent)).toBeLessThan(300);
		await page.getByRole("button", { name: "Back up now" }).click();
		await expect(page.getByText(/^backed up/)).toBeVisible();
		expect((await readdir(join(nightshift.home, "chats"))).join(" ")).toContain("chat_log_claude_");
		await page.getByRole("link", { name: /The day's record/ }).click();
		await expect(page.getByRole("region", { name: /The record of/ })).toContainText("the fourth thought");
	});
});

test.describe("with a monitor that does not run", () => {
	test.use({ daemons: { "chat-monitor": { program: "chat-monitor", autostart: false } } });

	test("says so with a way to start it, and shows the record of a day", async ({ page, nightshift }) => {
		await inRecord(nightshift, (db) => recordConversation(db, { title: "Talk" }, [{ text: "hello" }]));
		const chats = join(nightshift.home, "chats");
		await mkdir(chats, { recursive: true });
		await writeFile(join(chats, "chat_backup_2026-11-20.md"), "# What a day\n\nAll **well**.");
		await openPage(page, nightshift, "/conversations");
		await expect(page.getByText("chat-monitor does not run, so nothing new is recorded.")).toBeVisible();
		await expect(page.getByRole("button", { name: "Start chat-monitor" })).toBeVisible();
		await page.getByRole("link", { name: "The day's record, 2026-11-20" }).click();
		await expect(page.getByRole("region", { name: "The record of 2026-11-20" })).toContainText("All well.");
		await expectAccessible(page);
		await page.goto(`${nightshift.url}/conversations?day=2026-11-19`);
		await expect(page.getByText("There is no record of 2026-11-19")).toBeVisible();
	});
});

sharing("nothing that was said can act, disguise itself, or freeze the page", async ({ page, nightshift }) => {
	const bad = watchManners(page, nightshift.url);
	const evil = `<img src=x onerror=alert(1)> [link](javascript:alert(1)) ![p](http://evil.example/x.png) gnp${TURN}exe`;
	const { id } = await freshRecord(nightshift, (db) =>
		recordConversation(
			db,
			{ title: `${evil} title`, cwd: `/src/${TURN}evil`, summary: evil, keywords: [evil], source: `odd${TURN}` },
			[
				{ text: evil },
				{ role: "assistant", text: `${evil} <script>alert(2)</script>` },
				{ role: "system", text: evil },
				{
					role: "tool",
					text: `Odd${TURN}: ${evil}`,
					tool: { name: `Odd${TURN}`, input: { evil }, ok: true },
					output: `\u001B]8;;http://evil.example\u0007click\u001B]8;;\u0007 \u001B[2J${"\u001B[31mx\u001B[0m".repeat(50_000)} ${evil}`,
				},
				{ role: "assistant", text: "word ".repeat(200_000) },
				{ text: ">".repeat(15_000) },
			],
		),
	);
	await openPage(page, nightshift, `/conversations?id=${id}`);
	await page.getByRole("button", { name: "More about it" }).click();
	await page.getByRole("button", { name: /Odd/ }).click();
	await expect(page.getByRole("region", { name: "Output" })).toContainText("click");
	await page.getByRole("button", { name: "Show all of it" }).click();
	await expect(page.getByText("1,000,000 characters; nothing is left out")).toBeVisible();
	expect(await rawTurns(page)).toEqual([]);
	await expect(page.getByRole("log").locator("img, script, a[href^=javascript]")).toHaveCount(0);
	await page.setViewportSize({ width: 360, height: 740 });
	await expectNoSidewaysScroll(page);
	await expectAccessible(page);
	expect(bad).toEqual([]);
});

sharing("looks right in light and dark, on a desk and on a phone", async ({ page, nightshift }, info) => {
	const { id } = await freshRecord(nightshift, async (db) => {
		await recordConversation(db, { source: "gemini", title: "Name the moons", cwd: "/src/moons" }, [{ text: "hello" }]);
		const firstTurnAt = new Date(Date.now() - 60_000).toISOString();
		return recordConversation(
			db,
			{
				title: "Why the cart loses its lines",
				cwd: "/src/shop",
				summary: "The reducer forgot the lines.",
				firstTurnAt,
			},
			CART,
		);
	});
	for (const colorScheme of ["light", "dark"] as const) {
		for (const width of [1280, 360]) {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize({ width, height: 860 });
			await openPage(page, nightshift, "/conversations");
			await expect(list(page).getByRole("link", { name: /Name the moons/ })).toBeVisible();
			await expectNoSidewaysScroll(page);
			await expectAccessible(page);
			await page.screenshot({ path: info.outputPath(`list-${colorScheme}-${width}.png`) });
			await page.goto(`${nightshift.url}/conversations?id=${id}`);
			await expect(turn(page, "bchat")).toBeInViewport();
			await page.getByRole("button", { name: /Subagent/ }).click();
			await turn(page, "npm test").getByRole("button").click();
			await expect(page.getByRole("region", { name: "Output" })).toBeVisible();
			await expectNoSidewaysScroll(page);
			await expectAccessible(page);
			await page.screenshot({ path: info.outputPath(`read-${colorScheme}-${width}.png`) });
			// Out of it by keyboard, also where the list is out of sight meanwhile.
			await page.getByRole("log").focus();
			await page.keyboard.press("Escape");
			if (width > 960) await page.keyboard.press("Escape");
			await expect(page).toHaveURL(/\/conversations$/);
		}
	}
});
