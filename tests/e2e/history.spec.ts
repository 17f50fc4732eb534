import type { Page } from "@playwright/test";
import { card, expect, openPage, pressTogether, sharing, test } from "./fixtures.ts";
import { expectAccessible, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";

const BUSY = "let n = 0; setInterval(() => { for (let i = 0; i < 1e6; i += 1) n += i; }, 50);";

test.use({
	daemons: {
		busy: { command: ["node", "-e", BUSY], autostart: true, limits: { memory: "1GiB" } },
		crasher: {
			command: ["node", "-e", "setTimeout(() => process.exit(3), 200)"],
			autostart: false,
			restart: { backoff: { initial: "50ms", factor: 1, jitter: 0 }, limit: { failures: 3, within: "1m" } },
		},
	},
});

const figure = (page: Page, name: string) =>
	page.getByRole("region", { name: "In short" }).getByRole("term").filter({ hasText: name }).locator("xpath=..");
const chart = (page: Page, metric: "CPU" | "Memory") => page.getByRole("img", { name: new RegExp(`^${metric} of`) });

test("what a daemon used and how it fared is there, in any range", async ({ page, nightshift }) => {
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/");
	await page.getByRole("link", { name: /^busy/ }).first().click();
	await card(page, "busy").getByRole("link", { name: "History" }).click();
	await expect(page).toHaveTitle("History · Nightshift");
	await expect(page.getByRole("combobox", { name: "History of" })).toHaveValue("busy");
	await expect(figure(page, "Uptime")).toContainText(/\d %of the/);
	await expect(page.getByRole("row", { name: /^Running/ })).toBeVisible();

	await page.getByRole("link", { name: "1 h", exact: true }).click();
	await expect(page).toHaveURL(/daemon=busy&range=1h/);
	await expect(page.getByText("the last hour", { exact: true })).toBeVisible();
	await expect(chart(page, "Memory")).toHaveAccessibleName(/between [\d.]+ MiB and [\d.]+ MiB/);
	await expect(chart(page, "CPU")).toHaveAccessibleName(/between [\d.]+ % and [\d.]+ %/);
	await page.getByText("CPU and memory as a table").click();
	await expect(page.getByRole("row", { name: /% to .* MiB \(/ }).first()).toBeVisible();
	await expectAccessible(page);

	// What happens goes into it while one looks.
	await nightshift.cli("stop", "busy");
	await expect(page.getByRole("region", { name: "How it ended" })).toContainText("Stopped on request");
	await expect(figure(page, "Ends")).toContainText("1 on request");
	expect(bad).toEqual([]);
});

sharing("a chart can be dragged over to look closer, and all of it works by keyboard", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/history?daemon=busy&range=1h");
	const surface = chart(page, "CPU").locator(".u-over");
	await expect(surface).toBeVisible();
	const box = await surface.boundingBox();
	if (!box) throw new Error("the chart has no place");
	const y = box.y + box.height / 2;
	await page.mouse.move(box.x + box.width * 0.5, y);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width * 0.75, y, { steps: 5 });
	await page.mouse.up();
	await expect(page).toHaveURL(/from=.*to=/);
	const minutes = () => {
		const params = new URL(page.url()).searchParams;
		return Math.round((Date.parse(params.get("to") ?? "") - Date.parse(params.get("from") ?? "")) / 60_000);
	};
	expect(minutes()).toBeGreaterThanOrEqual(14);
	expect(minutes()).toBeLessThanOrEqual(16);
	const zoomed = minutes();

	await page.keyboard.press("-");
	await expect.poll(minutes).toBe(zoomed * 2);
	await page.keyboard.press("+");
	await expect.poll(minutes).toBe(zoomed);
	const end = () => new URL(page.url()).searchParams.get("to") ?? "";
	const before = end();
	await page.keyboard.press("[");
	await expect.poll(end).not.toBe(before);
	expect(end() < before).toBe(true);
	await page.keyboard.press("3");
	await expect(page).toHaveURL(/range=7d/);
	await expect(page.getByRole("button", { name: "Later" })).toBeDisabled();
	await page.goBack();
	await expect(page).toHaveURL(/from=.*to=/);

	await pressTogether(page, "g", "o");
	await expect(page).toHaveURL(`${nightshift.url}/`);
	await pressTogether(page, "g", "h");
	await expect(page).toHaveURL(/\/history/);
});

test("a daemon that crashed tells its ends by cause, with the way to what is known of each", async ({
	page,
	nightshift,
}) => {
	await nightshift.startDaemon("crasher").catch(() => undefined); // it says that it does not run, which is so
	await expect.poll(async () => (await nightshift.daemon("crasher")).phase).toBe("failed");
	await openPage(page, nightshift, "/history?range=1h");
	await page.getByRole("combobox", { name: "History of" }).selectOption("crasher");
	await expect(page).toHaveURL(/daemon=crasher&range=1h/);
	await expect(figure(page, "Ends")).toContainText(/\d crashed/);
	await expect(page.getByRole("row", { name: /^Failed/ })).toBeVisible();
	await expect(page.getByRole("img", { name: /^State: .*Backing off for/ })).toBeVisible();
	const ends = page.getByRole("region", { name: "How it ended" });
	await expect(ends.getByText("Crashed with exit code 3.").first()).toBeVisible();
	await expectAccessible(page);
	await ends.getByRole("link", { name: "Dossier" }).first().click();
	await expect(page).toHaveURL(/\/daemons\/crasher\/dossiers\/.+/);
});

test.describe("on a phone, in the dark", () => {
	test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true });

	sharing("everything fits and can be read", async ({ page, nightshift }) => {
		await openPage(page, nightshift, "/history?daemon=busy&range=24h");
		await expect(chart(page, "Memory")).toHaveAccessibleName(/between/);
		await page.getByText("CPU and memory as a table").click();
		await expectNoSidewaysScroll(page);
		await expectAccessible(page);
		for (const label of ["Overview", "Inbox", "Logs", "History"]) {
			const box = await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: label }).boundingBox();
			expect(box?.x).toBeGreaterThanOrEqual(0);
			expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
		}
	});
});

sharing(
	"a daemon that nobody knows, and a range that makes no sense, are answered kindly",
	async ({ page, nightshift }) => {
		await openPage(page, nightshift, "/history?daemon=nobody");
		await expect(page.getByText("There is no history of nobody")).toBeVisible();
		await page.getByRole("combobox", { name: "History of" }).selectOption("busy");
		await expect(figure(page, "Uptime")).toBeVisible();
		await page.goto(`${nightshift.url}/history?daemon=busy&from=2999-01-01T00:00:00Z&to=yesterday`);
		await expect(page.getByText("the last 24 hours", { exact: true })).toBeVisible();
	},
);
