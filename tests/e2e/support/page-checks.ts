import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Finds nothing wrong by WCAG 2.2 AA and axe's best practices. The message names each element and what is wrong with it. */
export async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
		.analyze();
	const found = violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
	);
	expect(found).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
	const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
	expect(content).toBeLessThanOrEqual(window);
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
