import type { Page } from "@playwright/test";

interface Shift extends PerformanceEntry {
	value: number;
}

/** From the next page on, notes how far what is on a page moves without being told to. */
export async function watchShifts(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const shifts: number[] = [];
		Object.assign(window, { shifts });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) shifts.push((entry as Shift).value);
		}).observe({ type: "layout-shift", buffered: true });
	});
}

/** The sum since the page was opened, as the browser counts it: 0.1 is what people begin to mind. */
export function shiftOf(page: Page): Promise<number> {
	return page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, one) => sum + one, 0));
}
