import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A desk, and a small phone. */
export const SIZES = {
	desk: { width: 1280, height: 860 },
	phone: { width: 360, height: 740 },
};

/** Finds nothing wrong by WCAG 2.2 AA and axe's best practices. The message names each element and what is wrong with it. */
export async function expectAccessible(page: Page): Promise<void> {
	// Half a megabyte of script, so a page gets it once. As no page has a frame of another origin, axe need not open a blank
	// page to put results together either ("legacy"): both took two thirds of the time.
	const axeSource = (await page.evaluate(() => "axe" in window)) ? { axeSource: "void 0" } : {};
	const { violations } = await new AxeBuilder({ page, ...axeSource })
		.setLegacyMode()
		.options({ resultTypes: ["violations"] })
		.withTags(TAGS)
		.analyze();
	const found = violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
	);
	expect(found).toEqual([]);
}

/** What is drawn by script, such as a chart, follows a new size a moment later. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
	const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	await expect.poll(tooWide, { message: "pixels that the page is wider than its window" }).toBeLessThanOrEqual(0);
}

/** Accessible and no wider than its window: light and dark, on a desk and on a phone. Leaves it light and on a desk. */
export async function expectGoodInEachLook(page: Page): Promise<void> {
	for (const [size, viewport] of Object.entries(SIZES)) {
		await page.setViewportSize(viewport);
		for (const colorScheme of ["light", "dark"] as const) {
			await test.step(`${colorScheme}, ${size}`, async () => {
				await page.emulateMedia({ colorScheme });
				await expectAccessible(page);
				await expectNoSidewaysScroll(page);
			});
		}
	}
	await page.emulateMedia({ colorScheme: "light" });
	await page.setViewportSize(SIZES.desk);
}

/** Collects what a page should never do: break the security policy, throw, log an error, or ask anybody else. */
export function watchManners(page: Page, own: string): string[] {
	const bad: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") bad.push(message.text());
	});
	page.on("pageerror", (error) => bad.push(error.message));
	page.on("request", (request) => {
		if (!request.url().startsWith(own) && !request.url().startsWith("data:")) bad.push(`asked for ${request.url()}`);
	});
	return bad;
}
