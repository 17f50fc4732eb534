import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { card, expect, isLive, openPage, test } from "./fixtures.ts";
import { expectAccessible, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";

const SECRET = "correct-horse-battery";
const SCRIPT = [
	'echo "connecting with $API_TOKEN"',
	'echo "it works"',
	`echo '{"v":1,"activity":"working","task":{"id":"US-9","title":"Nine"},"plan":[{"title":"Read","status":"completed"},{"title":"Write","status":"in_progress"}]}' > "$NIGHTSHIFT_STATUS_FILE"`,
	'while [ ! -e "$CRASH_FILE" ]; do sleep 0.05; done',
	'echo "Error: it is over" >&2',
	"exit 3",
].join("\n");

test.use({
	daemons: {
		bot: {
			command: ["sh", "-c", SCRIPT],
			env: { API_TOKEN: SECRET, CRASH_FILE: "crash" },
			autostart: true,
			ready: { heartbeat: false },
			restart: { on: "never", stableAfter: "300ms" },
		},
	},
});

test("a crash leads from the overview to its dossier, which can be saved and holds no secret", async ({
	page,
	nightshift,
}) => {
	const manners = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/?daemon=bot");
	await page.goto(`${nightshift.url}/daemons/bot/dossiers`);
	await isLive(page);
	await expect(page.getByText("Nothing has gone wrong yet")).toBeVisible();

	await writeFile(join(nightshift.home, "crash"), "");
	await expect(page.getByRole("link", { name: "It exited with 3" })).toBeVisible();
	await expectAccessible(page);

	await page.goto(`${nightshift.url}/?daemon=bot`);
	await card(page, "bot").getByRole("link", { name: "Dossier of bot" }).click();
	await page.getByRole("link", { name: "It exited with 3" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("bot: It exited with 3");
	await expect(page.getByRole("region", { name: "What happened" })).toContainText("Crashed with exit code 3.");
	await expect(page.getByRole("region", { name: "What it was doing" })).toContainText("US-9 · Nine");
	const log = page.getByRole("region", { name: "Log lines" });
	await expect(log.getByRole("listitem").last()).toHaveText("Error: it is over");
	await expect(log).toContainText("connecting with [redacted]");
	expect(await page.content()).not.toContain(SECRET);
	await expectAccessible(page);

	for (const [button, type] of [
		["Markdown", /^# bot: It exited with 3\n/],
		["JSON", /^\{\s*"v":\s*1/],
	] as const) {
		const saved = page.waitForEvent("download");
		await page.getByRole("button", { name: button }).click();
		const download = await saved;
		expect(download.suggestedFilename()).toMatch(/^bot-\d{8}T\d{9}Z-[0-9a-z]+\.(md|json)$/);
		const text = await readFile(await download.path(), "utf8");
		expect(text).toMatch(type);
		expect(text).not.toContain(SECRET);
	}

	await page.setViewportSize({ width: 360, height: 740 });
	await expectNoSidewaysScroll(page);
	await page.goBack();
	await expect(page.getByRole("link", { name: "It exited with 3" })).toBeVisible();
	await expectNoSidewaysScroll(page);
	expect(manners).toEqual([]);
});
