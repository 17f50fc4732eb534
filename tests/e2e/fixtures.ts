import { rm } from "node:fs/promises";
import { test as base, expect, type Page } from "@playwright/test";
import { Nightshift } from "./support/nightshift.ts";
import { item, makeWorkspace, type Workspace } from "./support/workspace.ts";

export { expect };

interface Fixtures {
	/** The roadmap of the developer's workspace. */
	roadmap: string;
	/** More daemons in the configuration, beside code-developer. */
	daemons: Record<string, unknown>;
	workspace: Workspace;
	/** A running dashboard with a developer daemon that is not started yet. */
	nightshift: Nightshift;
	/** The overview, signed in and live. */
	overview: Page;
}

const ROADMAP = item("US-1", "Write the greeting", 'echo "hello" > greeting.txt', "wc -c greeting.txt");

export const test = base.extend<Fixtures>({
	roadmap: [ROADMAP, { option: true }],
	daemons: [{}, { option: true }],

	workspace: async ({ roadmap }, use) => {
		const workspace = await makeWorkspace(roadmap);
		await use(workspace);
		await rm(workspace.folder, { recursive: true, force: true });
	},

	nightshift: async ({ workspace, daemons }, use) => {
		const developer = { program: "code-developer", workspace: workspace.folder, autostart: false };
		const nightshift = await Nightshift.create({ "code-developer": developer, ...daemons });
		await nightshift.start();
		await use(nightshift);
		await nightshift.destroy();
	},

	overview: async ({ page, nightshift }, use) => {
		await openPage(page, nightshift, "/");
		await use(page);
	},
});

/** Opens a page of the dashboard, signed in, and waits until it is live. */
export async function openPage(page: Page, nightshift: Nightshift, path: string): Promise<void> {
	await page.goto(await nightshift.link(path));
	await isLive(page);
}

/** The first state has come. On a phone the words are there too, out of sight. */
export async function isLive(page: Page): Promise<void> {
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Connected");
}

/** The card of the daemon that is shown in full. */
export function card(page: Page, name = "code-developer") {
	return page.getByRole("region", { name });
}

/** One of a daemon's four facts. */
export function fact(page: Page, name: "Wanted" | "Phase" | "Health" | "Activity") {
	return page.getByRole("term").filter({ hasText: name }).locator("xpath=following-sibling::dd");
}
