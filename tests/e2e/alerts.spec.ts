import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, isLive, openPage, test } from "./fixtures.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./support/page-checks.ts";

const CRASHES = "until [ -e crash ]; do sleep 0.05; done; rm crash; exit 3";

test.use({
	daemons: {
		bot: {
			command: ["sh", "-c", CRASHES],
			autostart: true,
			restart: { backoff: { initial: "100ms", max: "100ms" }, stableAfter: "2s" },
		},
	},
});

interface Shown {
	shown: { title: string; body: string; tag: string }[];
}

test("a crash is shown on every page while it holds, and through the system where that was turned on", async ({
	page,
	nightshift,
}) => {
	await page.context().grantPermissions(["notifications"], { origin: nightshift.url });
	await page.addInitScript(() => {
		const seen = window as unknown as Shown;
		seen.shown = [];
		window.Notification = class extends Notification {
			constructor(title: string, { body = "", tag = "" }: NotificationOptions = {}) {
				super(title, { body, tag });
				seen.shown.push({ title, body, tag });
			}
		};
		// A test's page always has the focus, and a person who looks needs no notification.
		document.hasFocus = () => false;
	});
	const shown = () => page.evaluate(() => (window as unknown as Shown).shown);
	const crash = () => writeFile(join(nightshift.home, "crash"), "");
	const problems = page.getByRole("region", { name: "Problems" });

	await openPage(page, nightshift, "/inbox");
	const choice = page.getByRole("switch", { name: "Notifications of crashes and hangs" });
	await expect(choice).not.toBeChecked();
	await crash();
	await expect(problems).toContainText("bot crashed: It exited with 3");
	await expectAccessible(page);
	expect(await shown()).toEqual([]);
	await page.setViewportSize({ width: 360, height: 740 });
	await expectNoSidewaysScroll(page);
	await page.setViewportSize({ width: 1280, height: 860 });
	await expect(problems).toBeHidden();

	await choice.click();
	await expect(choice).toBeChecked();
	await crash();
	await expect(problems).toContainText("bot crashed");
	await expect.poll(shown).toMatchObject([{ title: "Nightshift", tag: "alert:daemon:bot" }]);
	expect((await shown())[0]?.body).toContain("bot crashed: It exited with 3");
	await problems.getByRole("link", { name: "Dossier" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Crashes and hangs of bot");

	await page.reload();
	await isLive(page);
	await expect(choice).toBeChecked();
	await choice.click();
	await expect(choice).not.toBeChecked();
});
