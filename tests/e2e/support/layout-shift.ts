import type { Page } from "@playwright/test";

interface Shift extends PerformanceEntry {
	value: number;
}

interface Watched {
	shifts: PerformanceEntry[];
	shiftObserver: PerformanceObserver;
}

/** From the next page on, notes how far what is on a page moves without being told to. */
export async function watchShifts(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const shifts: PerformanceEntry[] = [];
		const shiftObserver = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
		shiftObserver.observe({ type: "layout-shift", buffered: true });
		Object.assign(window, { shifts, shiftObserver });
	});
}

/** The sum since the page was opened, as the browser counts it once what is there now is drawn: 0.1 is what people mind. */
export function shiftOf(page: Page): Promise<number> {
	return page.evaluate(async () => {
		await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
		const { shifts, shiftObserver } = window as unknown as Watched;
		const all = [...shifts, ...shiftObserver.takeRecords()];
		return all.reduce((sum, entry) => sum + (entry as Shift).value, 0);
	});
}
