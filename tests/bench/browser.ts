import { rename, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import { ms, percentile, type Row } from "./figures.ts";
import type { Installation } from "./installation.ts";

const ROUNDS = 40;

/** In a real browser: how soon a daemon's word is on the page, and what the first page costs to load. */
export async function measureBrowser(installation: Installation): Promise<Row[]> {
	const browser = await chromium.launch({
		executablePath: process.env.NIGHTSHIFT_CHROMIUM ?? "/usr/bin/chromium",
		args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
	});
	try {
		const page = await browser.newPage();
		const load = await measureFirstLoad(page, installation);
		const latency = await measureStatusToText(page, installation);
		return [latency, load];
	} finally {
		await browser.close();
	}
}

async function measureFirstLoad(page: Page, { url, token }: Installation): Promise<Row> {
	const sizes: Promise<number>[] = [];
	page.on("response", (response) => {
		if (response.request().resourceType() === "script") {
			sizes.push(response.body().then((body) => gzipSync(body, { level: 6 }).length));
		}
	});
	await page.goto(`${url}/?token=${token}`, { waitUntil: "networkidle" });
	const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
	page.removeAllListeners("response");
	return {
		what: "first load of the overview: all JavaScript, gzip",
		measured: `${(bytes / 1_000).toFixed(0)} kB`,
		compared: `${sizes.length} files`,
		aim: "200 kB",
		met: bytes < 200_000,
	};
}

/** From the moment the status file is renamed into place to the moment the page shows the new words. */
async function measureStatusToText(page: Page, { api, paths }: Installation): Promise<Row> {
	await api("/daemons/first-line/start", "POST");
	const files = paths.daemon("first-line");
	const samples: number[] = [];
	for (let round = -5; round < ROUNDS; round++) {
		const words = `round ${round} at ${Date.now()}`;
		const shown = page.evaluate<number>(watchFor(words));
		await page.evaluate("document.readyState"); // the watch is in place once this returns
		const status = { v: 1, activity: "working", task: { id: "US-1", title: words } };
		await writeFile(`${files.status}.tmp`, JSON.stringify(status));
		const wrote = performance.timeOrigin + performance.now();
		await rename(`${files.status}.tmp`, files.status);
		const at = await shown;
		if (round >= 0) samples.push(at - wrote);
	}
	await api("/daemons/first-line/stop", "POST");
	const median = percentile(samples, 0.5);
	return {
		what: `status file written, to the words in the browser (median of ${ROUNDS})`,
		measured: ms(median),
		compared: `p95 ${ms(percentile(samples, 0.95))}`,
		aim: "100 ms",
		met: median < 100,
	};
}

/** For the page: resolves with the time at which it shows the words. A text, because the loader rewrites functions. */
function watchFor(words: string): string {
	return `new Promise((resolve) => {
		const look = () => {
			if (!document.body.textContent.includes(${JSON.stringify(words)})) return;
			observer.disconnect();
			resolve(performance.timeOrigin + performance.now());
		};
		const observer = new MutationObserver(look);
		observer.observe(document.body, { subtree: true, childList: true, characterData: true });
		look();
	})`;
}
