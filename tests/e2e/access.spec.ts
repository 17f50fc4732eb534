import { card, expect, fact, openPage, sharing, test } from "./fixtures.ts";
import { shiftOf, watchShifts } from "./support/layout-shift.ts";
import { expectGoodInEachLook, SIZES, watchManners } from "./support/page-checks.ts";
import { askOneOfEach } from "./support/sample-questions.ts";

const PROGRAMS = {
	crasher: { command: ["node", "-e", "process.exit(3)"], restart: { backoff: { initial: "50s", max: "60s" } } },
	quiet: { command: ["node", "-e", "setInterval(() => {}, 1e6)"], autostart: true },
};
test.use({ daemons: PROGRAMS });

test.describe("light and dark, on a desk and on a phone,", () => {
	test.use({ reducedMotion: "reduce" });

	test("the overview is accessible and fits, whatever happens", async ({ page, nightshift }) => {
		test.slow();
		await openPage(page, nightshift, "/");
		await expect(page.getByText("Nothing at the moment")).toBeVisible();
		await expectGoodInEachLook(page);

		await nightshift.startDaemon("code-developer");
		await expect(fact(page, "Activity")).toContainText("waiting");
		await askOneOfEach(nightshift);
		await expect(page).toHaveTitle("(6) Nightshift");
		await expect(card(page).getByRole("img", { name: /^CPU/ })).toBeVisible();
		await expectGoodInEachLook(page);

		await page.goto(`${nightshift.url}/?daemon=crasher`);
		await page.getByRole("button", { name: "Start crasher" }).click();
		await expect(card(page, "crasher")).toContainText("Tries again in");
		await expectGoodInEachLook(page);

		await page.goto(`${nightshift.url}/nowhere`);
		await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
		await expectGoodInEachLook(page);
	});

	sharing("the inbox is accessible and fits, with each kind of question", async ({ page, nightshift }) => {
		test.slow();
		const tickets = await askOneOfEach(nightshift);
		await openPage(page, nightshift, "/inbox");
		await expect(page.getByRole("link", { name: /Run the migration/ })).toBeVisible();
		await expectGoodInEachLook(page);
		for (const ticket of tickets) {
			await page.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
			await expect(page.getByRole("button", { name: "Send answer" })).toBeVisible();
			await expectGoodInEachLook(page);
		}
		await nightshift.cli("answer", tickets[1] ?? "", "Prices change in May.");
		await page.goto(`${nightshift.url}/inbox?tab=answered&ticket=${tickets[1]}`);
		await expect(page.getByRole("region", { name: "Outcome" })).toContainText("Prices change in May.");
		await expectGoodInEachLook(page);
	});

	test("the keys dialog and the lost connection are accessible and fit", async ({ page, nightshift }) => {
		test.slow();
		await nightshift.startDaemon("code-developer");
		await openPage(page, nightshift, "/");
		await expect(fact(page, "Activity")).toContainText("waiting");
		await page.keyboard.press("?");
		const keys = page.getByRole("dialog", { name: "Keys" });
		await expect(keys).toBeVisible();
		await expectGoodInEachLook(page);
		await page.keyboard.press("Escape");
		await expect(keys).toBeHidden();
		await nightshift.crash();
		await expect(page.getByRole("status").filter({ hasText: "Connection lost" })).toBeVisible();
		await expectGoodInEachLook(page);
	});
});

sharing("no page breaks the security policy, logs an error, or asks anybody else", async ({ page, nightshift }) => {
	const bad = watchManners(page, nightshift.url);
	const [ticket] = await askOneOfEach(nightshift);
	await openPage(page, nightshift, "/");
	await expect(card(page)).toBeVisible();
	await page.getByRole("link", { name: "quiet" }).click();
	await page.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
	await expect(page.getByRole("table")).toBeVisible();
	await page.keyboard.press("?");
	await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
	await page.keyboard.press("1");
	await expect(page.getByRole("radio").first()).toBeChecked();
	await page.keyboard.press("Control+Enter");
	await expect(page.getByText(`${ticket} is answered`).first()).toBeVisible();
	await page.getByRole("link", { name: "Answered" }).click();
	await expect(page.getByRole("link", { name: new RegExp(`Run the migration.*${ticket}`) })).toBeVisible();
	expect(bad).toEqual([]);
});

sharing("the first key leads past the navigation, and everything can be reached", async ({ overview: page }) => {
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
	await page.goto(await nightshift.link("/"));
	const html = await (await page.request.get(nightshift.url)).text();
	expect(html).toContain("Overview</h1>");
	expect(html).toContain("Skip to the content");

	await watchShifts(page);
	const expectStill = async (shown: () => Promise<void>) => {
		for (const viewport of [SIZES.phone, SIZES.desk]) {
			await page.setViewportSize(viewport);
			await page.goto(nightshift.url);
			await shown();
			expect(await shiftOf(page)).toBeLessThan(0.02);
		}
	};
	await expectStill(async () => {
		await expect(page.getByText("Nothing at the moment")).toBeVisible();
		await expect(card(page)).toContainText("Not at work");
	});
	// What a daemon does moves the page too, and is no business of this test: it has come to rest before the page is opened.
	await nightshift.startDaemon("code-developer");
	await expect(fact(page, "Activity")).toContainText("waiting");
	await expect(page).toHaveTitle("(1) Nightshift");
	await expectStill(async () => {
		await expect(fact(page, "Activity")).toContainText("waiting");
		await expect(card(page).getByRole("img", { name: /^CPU/ })).toBeVisible();
	});
});
