import type { Page } from "@playwright/test";
import { expect, openPage, test } from "./fixtures.ts";
import { expectGoodInEachLook, watchManners } from "./support/page-checks.ts";

const waiting = (page: Page) => page.getByRole("region", { name: "Waiting for you" });

test("a morning by keyboard: answer what waits, mark it as read, and look back at the day", async ({
	page,
	nightshift,
}) => {
	const bad = watchManners(page, nightshift.url);
	const colour = await nightshift.ask({
		title: "Which colour?",
		kind: "choice",
		options: [
			{ id: "r", label: "Red" },
			{ id: "g", label: "Green" },
		],
	});
	const name = await nightshift.ask({ title: "What is it called?", kind: "text", urgency: "high" });
	await openPage(page, nightshift, "/handover");
	await expect(waiting(page).getByRole("button", { name: /Which colour/ })).toBeVisible();
	// The urgent one comes first.
	await expect(waiting(page).getByRole("listitem").first()).toContainText("What is it called?");

	await page.keyboard.press("j");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { name: "What is it called?" })).toBeVisible();
	await page.keyboard.press("c");
	await expect(page.getByRole("textbox", { name: "Your answer" })).toBeFocused();
	await page.keyboard.type("Dusk");
	await page.keyboard.press("Control+Enter");

	// It can be taken back for a while, and what was written is there again.
	await expect(waiting(page).getByRole("button", { name: /Undo/ })).toBeVisible();
	await page.getByRole("heading", { name: "Which colour?" }).click();
	await page.keyboard.press("u");
	await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("Dusk");
	await page.keyboard.press("Control+Enter");

	// The next one opens by itself.
	await expect(page.getByRole("heading", { name: "Which colour?" })).toBeVisible();
	await page.keyboard.press("2");
	await expect(page.getByRole("radio", { name: /Green/ })).toBeChecked();
	await page.keyboard.press("Control+Enter");
	await expect(waiting(page)).toContainText("All that was asked is answered.");
	await expect.poll(async () => (await nightshift.question(colour.ticket)).answer).toBe("g");
	expect((await nightshift.question(name.ticket)).answer).toBe("Dusk");

	await page.getByRole("button", { name: /Mark as read/ }).focus();
	await page.keyboard.press("m");
	await expect(page.getByText(/Since you last read one/)).toBeVisible();
	await page.keyboard.press("[");
	await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/);
	await expect(page.getByText(/The day of .*, so far\./)).toBeVisible();
	// A day's view may leave out what nobody has read yet: it cannot be marked.
	await expect(page.getByRole("button", { name: /Mark as read/ })).toHaveCount(0);
	await page.keyboard.press("]");
	await expect(page).toHaveURL(/\/handover$/);
	expect(bad).toEqual([]);
});

test("with something in each part it is accessible and fits", async ({ page, nightshift }) => {
	test.slow();
	await nightshift.ask({
		title: "Which colour?",
		kind: "choice",
		options: [
			{ id: "r", label: "Red" },
			{ id: "g", label: "Green" },
		],
	});
	await openPage(page, nightshift, "/handover");
	await expectGoodInEachLook(page);
	await waiting(page)
		.getByRole("button", { name: /Which colour/ })
		.click();
	await expect(page.getByRole("radio", { name: /Green/ })).toBeVisible();
	await expectGoodInEachLook(page);
});
