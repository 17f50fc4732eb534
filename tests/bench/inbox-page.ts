import { chromium, type Page } from "@playwright/test";
import Database from "better-sqlite3";
import { ms, percentile, type Row } from "./figures.ts";
import { type Installation, install } from "./installation.ts";

const PENDING = 10_000;
const ROUNDS = 15;
const AIM_MS = 200;

/** How soon the inbox is there in a real browser with ten thousand pending questions, and how soon a key moves in it. */
export async function measureInboxPage(): Promise<Row[]> {
	const installation = await install({});
	const browser = await chromium.launch({
		executablePath: process.env.NIGHTSHIFT_CHROMIUM ?? "/usr/bin/chromium",
		args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
	});
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
		await page.goto(`${installation.url}/?token=${installation.token}`);
		const empty = await loads(page, installation, 'document.body?.textContent.includes("Nothing needs you")');
		fill(installation);
		await page.goto(installation.url);
		await page.getByText(`${PENDING} questions`).waitFor();
		const opened = await timesOf(page, async () => {
			await page.keyboard.press("g");
			return { from: await pressed(page, "i", 'document.querySelector("[data-item]")'), back: "o" };
		});
		const loaded = await loads(page, installation, 'document.querySelector("[data-item]")');
		const moved: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const next = `document.querySelector('[data-item="Q-${round + 2}"][aria-current]')`;
			moved.push(await pressed(page, "j", next));
		}
		return [
			row("opened from another page", opened),
			loadRow(loaded, empty),
			workRow(loaded, empty),
			row("a key goes to the next question", moved),
		];
	} finally {
		await browser.close();
		await installation.end();
	}
}

function row(what: string, samples: number[]): Row {
	const median = percentile(samples, 0.5);
	return {
		what: `inbox with ${PENDING} pending in the browser: ${what} (median of ${samples.length})`,
		measured: ms(median),
		compared: `p95 ${ms(percentile(samples, 0.95))}`,
		aim: `${AIM_MS} ms`,
		met: median < AIM_MS,
	};
}

/** A page loaded anew: until it shows what is waited for, and what the page's own thread computes for that. In milliseconds. */
interface Load {
	time: number;
	work: number;
}

/** What a page costs to load is the page's own; what ten thousand questions add to it is the inbox's. */
function loadRow(loaded: Load[], empty: Load[]): Row {
	const [median, without] = [medianOf(loaded, "time"), medianOf(empty, "time")];
	return {
		what: `inbox with ${PENDING} pending in the browser: loaded anew, to its first question (median of ${loaded.length})`,
		measured: ms(median),
		compared: `with none: ${ms(without)}`,
		aim: `${AIM_MS} ms more`,
		met: median - without < AIM_MS,
	};
}

/** The same without what the page waits for, which on a busy machine is mostly its turn. */
function workRow(loaded: Load[], empty: Load[]): Row {
	const median = medianOf(loaded, "work");
	return {
		what: `inbox with ${PENDING} pending in the browser: loaded anew, what the page itself computes (median of ${loaded.length})`,
		measured: ms(median),
		compared: `with none: ${ms(medianOf(empty, "work"))}`,
		aim: `${AIM_MS} ms`,
		met: median < AIM_MS,
	};
}

function medianOf(loads: Load[], what: keyof Load): number {
	return percentile(
		loads.map((load) => load[what]),
		0.5,
	);
}

function fill({ paths }: Installation): void {
	const database = new Database(paths.database);
	database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${PENDING})
		INSERT INTO "Question" ("kind", "title", "body", "options", "createdAt")
		SELECT 'approval', 'Deploy number' || i || ' to production?', hex(zeroblob(350)),
			'[{"id":"approve","label":"Approve"},{"id":"reject","label":"Reject"}]', '2026-11-20T08:00:00.000+00:00' FROM n`);
	database.close();
}

/** Opens the inbox with the keyboard again and again, and goes back in between. */
async function timesOf(page: Page, open: () => Promise<{ from: number; back: string }>): Promise<number[]> {
	const samples: number[] = [];
	// The first time the page's code is fetched.
	for (let round = -1; round < ROUNDS; round++) {
		const { from, back } = await open();
		if (round >= 0) samples.push(from);
		await page.keyboard.press("g");
		await pressed(page, back, '!document.querySelector("[data-item]")');
	}
	return samples;
}

/** From a key press to the moment at which `there`, an expression of the page, holds and was drawn, in milliseconds. */
async function pressed(page: Page, key: string, there: string): Promise<number> {
	const time = page.evaluate<number>(`new Promise((resolve) => {
		let from;
		document.addEventListener("keydown", () => { from = performance.now(); }, { capture: true, once: true });
		const look = () => from !== undefined && (${there})
			? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)))
			: requestAnimationFrame(look);
		look();
	})`);
	await page.evaluate("document.readyState"); // the watch is in place once this returns
	await page.keyboard.press(key);
	return time;
}

/** Loads the page again and again, until `there` holds. */
async function loads(page: Page, { url }: Installation, there: string): Promise<Load[]> {
	const client = await page.context().newCDPSession(page);
	await client.send("Performance.enable", { timeDomain: "threadTicks" });
	/** Since the page was begun. */
	const worked = async () => {
		const { metrics } = await client.send("Performance.getMetrics");
		return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
	};
	const samples: Load[] = [];
	for (let round = -1; round < ROUNDS; round++) {
		await page.goto(`${url}/inbox`, { waitUntil: "commit" });
		const time = await page.evaluate<number>(`new Promise((resolve) => {
			const look = () => (${there}) ? setTimeout(() => resolve(performance.now())) : requestAnimationFrame(look);
			look();
		})`);
		if (round >= 0) samples.push({ time, work: await worked() });
	}
	await client.detach();
	return samples;
}
