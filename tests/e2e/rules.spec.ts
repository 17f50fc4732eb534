import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { test as base, expect, openPage, pressTogether } from "./fixtures.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";

const AGENT = fileURLToPath(new URL("../fixtures/daemons/acting-agent.mjs", import.meta.url));
const OPTIONS = [
	{ optionId: "yes", name: "Allow", kind: "allow_once" },
	{ optionId: "no", name: "Reject", kind: "reject_once" },
];
/** An agent that wants to run the same command twice. */
const ACTS = [
	[
		["ask", "npm test", OPTIONS],
		["ask", "npm test", OPTIONS],
		["write", "greeting.txt", "hello\n"],
	],
];

const test = base.extend({
	// biome-ignore lint/correctness/noEmptyPattern: the fixtures that it needs are read from this pattern
	developer: async ({}, use) => {
		const folder = await mkdtemp(join(tmpdir(), "nightshift-acts-"));
		const acts = join(folder, "acts.json");
		await writeFile(acts, JSON.stringify(ACTS));
		await use({
			agent: {
				command: ["node", AGENT, acts],
				permissions: { allow: ["read", "edit"], ask: ["edit:package.json"], deny: ["execute:git push*"] },
			},
		});
		await rm(folder, { recursive: true, force: true });
	},
});

const rule = (page: Page) => page.getByRole("listitem").filter({ hasText: "execute:npm" });

/** Answers the agent's first question with a rule for seven days, and waits until the rule has answered the second. */
async function makeRule(page: Page, nightshift: Nightshift): Promise<void> {
	await nightshift.startDaemon("code-developer");
	await expect.poll(async () => (await nightshift.pending()).length).toBe(1);
	await openPage(page, nightshift, "/inbox?ticket=Q-1");
	await page.getByRole("radio", { name: /Allow `npm test` for 7 days/ }).check();
	await expect(page.getByText(/Makes the rule execute:npm test for .*7 days/)).toBeVisible();
	await page.getByRole("button", { name: /Send answer/ }).click();
	await pressTogether(page, "g", "s");
	await expect(page).toHaveURL(/\/settings/);
	await expect(rule(page)).toContainText("used once");
}

test("before there is a rule, the page tells how one is made and what config.json says", async ({
	page,
	nightshift,
}) => {
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/");
	await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
	await expect(page).toHaveTitle("Settings · Nightshift");
	await expect(page.getByRole("region", { name: "Rules" })).toContainText("When an agent wants to run a command");
	const configured = page.getByRole("region", { name: "By config.json" });
	await expect(configured).toContainText(/Without asking\s*read\s*edit/);
	await expect(configured).toContainText(/Always asked\s*edit:package.json/);
	await expect(configured).toContainText(/Never\s*execute:git push\*/);
	await expectAccessible(page);
	expect(bad).toEqual([]);
});

test("an answer becomes a rule that answers the next question, in sight; it is changed and revoked by keyboard", async ({
	page,
	nightshift,
}) => {
	const bad = watchManners(page, nightshift.url);
	await makeRule(page, nightshift);
	await expect(rule(page)).toContainText("execute:npm test");
	await expect(rule(page)).toContainText(/Every item, for .* of code-developer, ends in (6|7) d/);
	await expectAccessible(page);

	const answered = rule(page).getByRole("link", { name: /^Q-/ }).last();
	await answered.click();
	await expect(page.getByRole("region", { name: "Outcome" })).toContainText("Rule R-1: execute:npm test");
	await page.goBack();

	await rule(page).getByRole("button", { name: "Change R-1, execute:npm test" }).focus();
	await page.keyboard.press("Enter");
	const change = page.getByRole("dialog", { name: "Change R-1" });
	await expectAccessible(page);
	await change.getByLabel("It ends").selectOption({ label: "In a day" });
	await change.getByLabel("Pattern").fill("execute:*");
	await change.getByRole("button", { name: "Change it" }).click();
	await expect(change.getByRole("alert")).toContainText("cannot allow every command");
	await change.getByLabel("Pattern").fill("execute:npm test*");
	await change.getByLabel("Note").fill("while I sleep");
	await page.keyboard.press("Enter");
	await expect(change).toBeHidden();
	await expect(rule(page)).toContainText("execute:npm test*");
	await expect(rule(page)).toContainText(/ends in (23 h|1 d)/);
	await expect(rule(page)).toContainText("while I sleep");

	await rule(page)
		.getByRole("button", { name: /^Revoke R-1/ })
		.focus();
	await page.keyboard.press("Enter");
	const revoke = page.getByRole("dialog", { name: "Revoke R-1" });
	await expect(revoke).toContainText("is asked about again");
	await page.keyboard.press("Escape");
	await expect(revoke).toBeHidden();
	await rule(page)
		.getByRole("button", { name: /^Revoke R-1/ })
		.click();
	await revoke.getByRole("button", { name: "Revoke it" }).click();
	await expect(page.getByText("No rule holds")).toBeVisible();
	await page.getByRole("button", { name: "Show 1 ended rule" }).click();
	await expect(rule(page)).toContainText("revoked");
	expect(JSON.parse(await nightshift.cli("rules", "--json"))).toEqual({ rules: [] });
	// The browser itself notes the pattern that was refused.
	expect(bad.filter((line) => !line.includes("422"))).toEqual([]);
});

test("what the command line revokes is gone from the page", async ({ page, nightshift }) => {
	await makeRule(page, nightshift);
	await nightshift.cli("rules", "revoke", "R-1");
	await expect(page.getByText("No rule holds")).toBeVisible();
});

test.describe("on a phone, in the dark", () => {
	test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true });

	test("everything fits and can be read", async ({ page, nightshift }) => {
		await makeRule(page, nightshift);
		await expectNoSidewaysScroll(page);
		await expectAccessible(page);
		const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
		for (const link of await links.all()) {
			const box = await link.boundingBox();
			expect(box?.x).toBeGreaterThanOrEqual(0);
			expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
		}
		await rule(page)
			.getByRole("button", { name: /^Change/ })
			.click();
		await expectNoSidewaysScroll(page);
		await expectAccessible(page);
	});
});
