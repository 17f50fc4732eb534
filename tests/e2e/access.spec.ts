import type { Page } from "@playwright/test";
import { card, expect, fact, openPage, test } from "./fixtures.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";
import { askOneOfEach } from "./support/sample-questions.ts";

const PROGRAMS = {
	crasher: { command: ["node", "-e", "process.exit(3)"], restart: { backoff: { initial: "50s", max: "60s" } } },
	quiet: { command: ["node", "-e", "setInterval(() => {}, 1e6)"], autostart: true },
};
test.use({ daemons: PROGRAMS });

const SIZES = {
	desk: { width: 1280, height: 860 },
	phone: { width: 360, height: 740 },
};

/** Every page and state worth looking at, checked one after the other on the same dashboard. */
async function walk(page: Page, nightshift: Nightshift): Promise<void> {
	const check = async () => {
		await expectAccessible(page);
		await expectNoSidewaysScroll(page);
	};
	await openPage(page, nightshift, "/");
	await expect(page.getByText("Nothing at the moment")).toBeVisible();
	await check();

	await nightshift.cli("start", "code-developer");
	await expect(fact(page, "Activity")).toContainText("waiting");
	const tickets = await askOneOfEach(nightshift);
	await expect(page).toHaveTitle("(6) Nightshift");
	await expect(card(page).getByRole("img", { name: /^CPU/ })).toBeVisible();
	await check();

	await page.goto(`${nightshift.url}/?daemon=crasher`);
	await page.getByRole("button", { name: "Start crasher" }).click();
	await expect(card(page, "crasher")).toContainText("Tries again in");
	await check();

	await page.goto(`${nightshift.url}/inbox`);
	await expect(page.getByRole("link", { name: /Run the migration/ })).toBeVisible();
	await check();
	for (const ticket of tickets) {
		await page.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
		await expect(page.getByRole("button", { name: "Send answer" })).toBeVisible();
		await check();
	}
	await nightshift.cli("answer", tickets[1] ?? "", "Prices change in May.");
	await page.goto(`${nightshift.url}/inbox?tab=answered&ticket=${tickets[1]}`);
	await expect(page.getByRole("region", { name: "Outcome" })).toContainText("Prices change in May.");
	await check();
	await page.goto(`${nightshift.url}/nowhere`);
	await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
	await check();
}

for (const colorScheme of ["light", "dark"] as const) {
	for (const [size, viewport] of Object.entries(SIZES)) {
		test.describe(`${colorScheme}, ${size}`, () => {
			test.use({ colorScheme, viewport, reducedMotion: "reduce" });

			test("every page is accessible and fits", async ({ page, nightshift }) => {
				test.slow();
				await walk(page, nightshift);
			});

			test("the lost connection and the keys dialog are accessible and fit", async ({ page, nightshift }) => {
				await nightshift.cli("start", "code-developer");
				await openPage(page, nightshift, "/");
				await expect(fact(page, "Activity")).toContainText("waiting");
				await page.keyboard.press("?");
				await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
				await expectAccessible(page);
				await page.keyboard.press("Escape");
				await nightshift.crash();
				await expect(page.getByRole("status").filter({ hasText: "Connection lost" })).toBeVisible();
				await expectAccessible(page);
				await expectNoSidewaysScroll(page);
			});
		});
	}
}

test("no page breaks the security policy, logs an error, or asks anybody else", async ({ page, nightshift }) => {
	const bad = watchManners(page, nightshift.url);
	const [ticket] = await askOneOfEach(nightshift);
	await openPage(page, nightshift, "/");
	await expect(card(page)).toBeVisible();
	await page.getByRole("link", { name: "quiet" }).click();
	await page.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
	await expect(page.getByRole("table")).toBeVisible();
	await page.keyboard.press("?");
	await page.keyboard.press("Escape");
	await page.keyboard.press("1");
	await page.keyboard.press("Control+Enter");
	await page.getByRole("link", { name: "Answered" }).click();
	await expect(page.getByRole("link", { name: /Run the migration/ })).toBeVisible();
	expect(bad).toEqual([]);
});

test("the first key leads past the navigation, and everything can be reached", async ({ overview: page }) => {
	await page.keyboard.press("Tab");
	const skip = page.getByRole("link", { name: "Skip to the content" });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press("Enter");
	await page.keyboard.press("Tab");
	await expect(page.getByRole("link", { name: "Open inbox" })).toBeFocused();
	for (const name of ["Log", "History"]) {
		await page.keyboard.press("Tab");
		await expect(card(page).getByRole("link", { name, exact: true })).toBeFocused();
	}
	await page.keyboard.press("Tab");
	await expect(page.getByRole("button", { name: "Start code-developer" })).toBeFocused();
	await expect(page.getByText("Starts it in the background.")).toBeVisible();
});

test("the first HTML has the shell, and the page does not shift when the data comes", async ({ page, nightshift }) => {
	await nightshift.cli("start", "code-developer");
	const link = await nightshift.link("/");
	await page.goto(link);
	const html = await (await page.request.get(nightshift.url)).text();
	expect(html).toContain("Overview</h1>");
	expect(html).toContain("Skip to the content");

	await page.addInitScript(() => {
		const shifts: number[] = [];
		Object.assign(window, { shifts });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
		}).observe({ type: "layout-shift", buffered: true });
	});
	await page.goto(nightshift.url);
	await expect(fact(page, "Activity")).toContainText("waiting");
	await expect(card(page).getByRole("img", { name: /^CPU/ })).toBeVisible();
	const shift = await page.evaluate(() =>
		(window as unknown as { shifts: number[] }).shifts.reduce((sum, one) => sum + one, 0),
	);
	expect(shift).toBeLessThan(0.1);
});
