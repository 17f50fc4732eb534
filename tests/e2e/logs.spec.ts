import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, openPage, sharing, test } from "./fixtures.ts";
import { expectAccessible, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";
import { stopwatch } from "./support/stopwatch.ts";

/** Numbered lines: `node -e PROGRAM LINES_PER_SECOND`, some of them coloured, and what a terminal would obey. */
const CHATTY = `
let n = 0;
const say = () => {
	n += 1;
	console.log("line " + n + (n % 10 === 0 ? " \\u001b[31mERROR\\u001b[0m <b>bold</b> \\u001b]0;title\\u0007" : " ok"));
};
for (let first = 0; first < 3000; first += 1) say();
setInterval(say, 100);
`;
const FLOOD = `
const { writeSync } = require("node:fs");
const started = performance.now();
let n = 0;
setInterval(() => {
	let text = "";
	while (n < (performance.now() - started) * 10) text += "flood " + n++ + " ".repeat(80) + "\\n";
	if (text) writeSync(1, text);
}, 5);
`;
const daemon = (program: string) => ({ command: ["node", "-e", program], autostart: true, logs: { maxSize: "16KiB" } });

test.use({
	daemons: {
		chatty: daemon(CHATTY),
		quiet: { command: ["node", "-e", "setInterval(() => {}, 1e6)"], autostart: false },
	},
});

const log = (page: Page) => page.getByRole("log");
const lastLine = (page: Page) => log(page).locator("[data-line]").last();
const number = async (page: Page) => Number(/\d+/.exec((await lastLine(page).textContent()) ?? "")?.[0]);
/** How many lines are said to have come since it was paused. */
const newLines = async (page: Page) =>
	Number(/\d+/.exec((await page.getByText(/^Paused · \d+ new lines?$/).textContent()) ?? "")?.[0]);

sharing("a log is followed, paused, read, and followed again", async ({ page, nightshift }) => {
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/");
	await page.getByRole("link", { name: "chatty" }).click();
	await page.getByRole("region", { name: "chatty" }).getByRole("link", { name: "Log" }).click();
	await expect(page).toHaveTitle("Logs · Nightshift");
	await expect(page.getByRole("combobox", { name: "Log of" })).toHaveValue("chatty");
	await expect(lastLine(page)).toContainText(/^line \d+/);
	const seen = await number(page);
	await expect.poll(() => number(page)).toBeGreaterThan(seen);

	await page.getByRole("button", { name: "Pause" }).click();
	await expect.poll(() => newLines(page)).toBeGreaterThan(0);
	const paused = await number(page);
	await expect.poll(() => newLines(page)).toBeGreaterThanOrEqual(5);
	expect(await number(page)).toBe(paused);
	await page.getByRole("button", { name: "Go to the end" }).click();
	await expect(page.getByText("Following")).toBeVisible();
	await expect.poll(() => number(page)).toBeGreaterThan(paused);

	// Scrolling up pauses it, and goes back through the rotated files to the first line.
	await log(page).hover();
	await expect(async () => {
		await page.mouse.wheel(0, -100_000);
		await expect(log(page).getByText("line 1 ok", { exact: true })).toBeVisible({ timeout: 200 });
	}).toPass();
	await expect(page.getByText(/^Paused/)).toBeVisible();
	await page.keyboard.press("Shift+G");
	await expect(page.getByText("Following")).toBeVisible();
	expect(bad).toEqual([]);
});

sharing("colours are text, and nothing in a log is obeyed", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/logs?daemon=chatty");
	const line = log(page).locator("[data-line]").filter({ hasText: "ERROR" }).last();
	await expect(line).toHaveText(/^line \d+ ERROR <b>bold<\/b> $/);
	await expect(line.getByText("ERROR")).toHaveCSS("color", "rgb(179, 38, 30)");
	await expect(page).toHaveTitle("Logs · Nightshift");
});

sharing("a search finds across rotations, and each hit leads to its place", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/logs?daemon=chatty");
	await expect(lastLine(page)).toBeVisible();
	await page.keyboard.press("/");
	await expect(page.locator("input:focus")).toBeVisible();
	await page.keyboard.type("LINE 7 ok");
	await page.keyboard.press("Enter");
	const results = page.getByRole("region", { name: "Search results" });
	await expect(results.getByRole("status")).toContainText(
		"1 line, the newest first. The whole log was looked through.",
	);
	await expectAccessible(page);
	await results.getByRole("link").click();
	const marked = log(page).locator("[data-line][aria-current=true]");
	await expect(marked).toHaveText("line 7 ok");
	await expect(marked).toBeInViewport();
	await expect(log(page).getByText("line 6 ok", { exact: true })).toBeVisible();
	await expect(log(page).getByText("line 8 ok", { exact: true })).toBeVisible();

	await page.getByRole("button", { name: "Back to the results" }).click();
	await expect(results.getByRole("link")).toHaveCount(1);
	await page.goBack();
	await expect(marked).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(page.getByText("Following")).toBeVisible();
	await expect(page.getByRole("textbox", { name: "Search this log" })).toHaveValue("");

	await page.keyboard.press("/");
	await expect(page.locator("input:focus")).toBeVisible();
	await page.keyboard.type("no such line");
	await page.keyboard.press("Enter");
	await expect(page.getByText("No line has this text")).toBeVisible();
});

sharing("a log is copied and saved", async ({ page, nightshift, context }) => {
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await openPage(page, nightshift, "/logs?daemon=chatty");
	await expect(lastLine(page)).toBeVisible();
	await page.getByRole("button", { name: "Copy" }).click();
	await expect(page.getByText(/lines copied$/)).toBeVisible();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
		/line \d+ ok\nline \d+ ERROR <b>bold<\/b> \nline/,
	);

	const download = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save" }).click();
	const file = await download;
	expect(file.suggestedFilename()).toBe("chatty.log");
	expect(await readFile(await file.path(), "utf8")).toMatch(/^line 1 ok\nline 2 ok\n/);
});

sharing("is whole on a phone, for everybody, and says when there is nothing", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/logs?daemon=quiet");
	await expect(page.getByText("quiet has written nothing yet")).toBeVisible();
	await expectAccessible(page);
	await page.getByRole("combobox", { name: "Log of" }).selectOption("chatty");
	await expect(lastLine(page)).toBeVisible();
	await expectAccessible(page);
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width: 360, height: 740 });
		await expectNoSidewaysScroll(page);
		await expect(page.getByRole("button", { name: "Pause" })).toBeInViewport();
		await expectAccessible(page);
	}
	await page.getByRole("button", { name: "Wrap" }).click();
	await page.reload();
	await expect(page.getByRole("button", { name: "Wrap" })).toHaveAttribute("aria-pressed", "true");
	await openPage(page, nightshift, "/logs?daemon=nobody");
	await expect(page.getByText("There is no daemon named nobody")).toBeVisible();
});

test.describe("a flood", () => {
	test.use({ daemons: { flood: { ...daemon(FLOOD), logs: { maxSize: "1MiB" } } } });

	test("a daemon that writes 10,000 lines a second leaves the page responsive", async ({ page, nightshift }) => {
		await openPage(page, nightshift, "/logs?daemon=flood");
		await expect(page.getByText(/^Following · [\d,]+ lines skipped$/)).toBeVisible();
		// What the page computes for it, not what it waits for, which says more about what else the machine does.
		const computed = await stopwatch(page);
		const before = await computed();
		for (let turn = 0; turn < 3; turn++) {
			await page.getByRole("button", { name: "Pause" }).click();
			await expect(page.getByText(/^Paused · [\d,]+ new lines$/)).toBeVisible();
			await page.getByRole("button", { name: "Go to the end" }).click();
			await expect(page.getByText(/^Following/)).toBeVisible();
		}
		expect((await computed()) - before, "seconds computed for three turns").toBeLessThan(3);
		const lines = await log(page).locator("[data-line]").count();
		expect(lines).toBeLessThan(150);
		await page.getByRole("button", { name: "Pause" }).click();
		await log(page).hover();
		// No further than the next of them: before what is loaded nothing was skipped. So each turn of the wheel is drawn first.
		const skipped = log(page).getByText(/lines skipped, because/);
		await expect(async () => {
			if ((await skipped.count()) === 0) await page.mouse.wheel(0, -500);
			await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
			expect(await skipped.count()).toBeGreaterThan(0);
		}).toPass({ intervals: [0] });
		await log(page).getByRole("button", { name: "Show them" }).first().click();
		await expect(log(page).locator("[data-line][aria-current=true]")).toBeVisible();
	});
});
