import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, openPage, test } from "./fixtures.ts";

const MANY = 10_000;

test("ten thousand questions are listed, of which the page has those in sight", async ({ page, nightshift }) => {
	const database = new Database(join(nightshift.home, "nightshift.db"));
	database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
		INSERT INTO "Question" ("kind", "title", "options", "createdAt")
		SELECT 'approval', 'Deploy number' || i || '?', '[{"id":"approve","label":"Approve"},{"id":"reject","label":"Reject"}]',
			'2026-11-20T08:00:00.000+00:00' FROM n`);
	database.close();
	await openPage(page, nightshift, "/inbox");
	await expect(page.getByRole("link", { name: `Needs you ${MANY}` })).toBeVisible();
	const list = page.getByRole("list", { name: "Needs you" });
	await expect(list.getByRole("listitem").first()).toContainText("Deploy number1?");
	expect(await list.getByRole("listitem").count()).toBeLessThan(60);

	// Further than the live state has them: the pages that follow are fetched as they come into sight.
	const frame = list.locator("xpath=..");
	await expect(async () => {
		await frame.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
		await expect(list).toContainText(/Deploy number1\d{3}\?/, { timeout: 500 });
	}).toPass();
	expect(await list.getByRole("listitem").count()).toBeLessThan(60);

	await page.keyboard.press("/");
	await page.keyboard.type("number9999");
	await expect(list.getByRole("listitem")).toHaveText([/Deploy number9999\?/]);
	const link = list.getByRole("link");
	await link.click();
	await expect(page.locator("form[data-seen=true]")).toBeVisible();
	await page.keyboard.press("a");
	await expect(page.getByText("Q-9999 is answered: Approve").first()).toBeVisible();
	await expect(page.getByText("No question is like that")).toBeVisible();
	expect(await nightshift.question("Q-9999")).toMatchObject({ answer: "approve" });
});
