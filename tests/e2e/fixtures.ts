import { test as base, expect, type Page } from "@playwright/test";
import type { Nightshift } from "./support/nightshift.ts";
import { type Installation, install, SharedDashboard, uninstall } from "./support/shared.ts";
import { item, type Workspace } from "./support/workspace.ts";

export { expect };

interface Fixtures {
	/** The roadmap of the developer's workspace. */
	roadmap: string;
	/** More settings of code-developer. */
	developer: Record<string, unknown>;
	/** More daemons in the configuration, beside code-developer. */
	daemons: Record<string, unknown>;
	/**
	 * Whether the dashboard is the worker's: one for all tests with this roadmap and these daemons. It is for tests that start,
	 * ask, answer and look: what they started is stopped after them and what they asked is withdrawn, but what happened has
	 * happened. Those that crash it, need a new one, or change the workspace have their own.
	 */
	shared: boolean;
	installation: Installation;
	workspace: Workspace;
	/** A running dashboard with a developer daemon that is not started yet. */
	nightshift: Nightshift;
	/** The overview, signed in and live. */
	overview: Page;
}

const ROADMAP = item("US-1", "Write the greeting", 'echo "hello" > greeting.txt', "wc -c greeting.txt");

export const test = base.extend<Fixtures, { sharedDashboard: SharedDashboard }>({
	roadmap: [ROADMAP, { option: true }],
	developer: [{}, { option: true }],
	daemons: [{}, { option: true }],
	shared: [false, { option: true }],

	sharedDashboard: [
		// biome-ignore lint/correctness/noEmptyPattern: the fixtures that it needs are read from this pattern
		async ({}, use) => {
			const sharedDashboard = new SharedDashboard();
			await use(sharedDashboard);
			await sharedDashboard.end();
		},
		{ scope: "worker" },
	],

	installation: async ({ roadmap, developer, daemons, shared, sharedDashboard }, use, testInfo) => {
		const configured = (workspace: string) => ({
			"code-developer": { program: "code-developer", workspace, autostart: false, ...developer },
			...daemons,
		});
		if (!shared) {
			const own = await install(roadmap, configured);
			await use(own);
			return uninstall(own);
		}
		await use(await sharedDashboard.take(roadmap, configured));
		// One that a test failed in may have been left in any state: the others are not to suffer.
		await (testInfo.status === testInfo.expectedStatus ? sharedDashboard.tidy() : sharedDashboard.end());
	},
	workspace: ({ installation }, use) => use(installation.workspace),
	nightshift: ({ installation }, use) => use(installation.nightshift),

	overview: async ({ page, nightshift }, use) => {
		await openPage(page, nightshift, "/");
		await use(page);
	},
});

/** A test on the worker's dashboard: see `shared`. */
export const sharing = test.extend({ shared: true });

/** Opens a page of the dashboard, signed in, and waits until it is live. */
export async function openPage(page: Page, nightshift: Nightshift, path: string): Promise<void> {
	await page.goto(await nightshift.link(path));
	await isLive(page);
}

/** The first state has come. On a phone the words are there too, out of sight. */
export async function isLive(page: Page): Promise<void> {
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Connected");
}

/**
 * Presses keys that belong together as fast fingers do, the next while the page has not yet taken the last: what is typed
 * apart by more than a second is no such sequence, and a slow machine takes that long to answer to a key.
 */
export async function pressTogether(page: Page, ...keys: string[]): Promise<void> {
	await Promise.all(keys.map((key) => page.keyboard.press(key)));
}

/** The card of the daemon that is shown in full. */
export function card(page: Page, name = "code-developer") {
	return page.getByRole("region", { name });
}

/** One of a daemon's four facts. */
export function fact(page: Page, name: "Wanted" | "Phase" | "Health" | "Activity") {
	return page.getByRole("term").filter({ hasText: name }).locator("xpath=following-sibling::dd");
}
