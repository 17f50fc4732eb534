import type { Page } from "@playwright/test";

/** Tells the seconds that the page's process has computed. */
export async function stopwatch(page: Page): Promise<() => Promise<number>> {
	const session = await page.context().newCDPSession(page);
	await session.send("Performance.enable");
	return async () => {
		const { metrics } = await session.send("Performance.getMetrics");
		return metrics.find(({ name }) => name === "ProcessTime")?.value ?? Number.NaN;
	};
}
