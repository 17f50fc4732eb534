import { readdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "@playwright/test";
import Sqlite from "better-sqlite3";
import { ms, percentile, type Row } from "../figures.ts";
import type { Installation } from "../installation.ts";
import { type Monitored, monitored, transcriptIn } from "./monitored.ts";

const ROUNDS = 30;
const BACKUPS = 10;
const AIM_MS = 300;
const AIM_BACKUP_MS = 1_000;
const PAUSE_MS = 200;

/** A line appended to a transcript, to its words in a real browser; and a typed `bchat`, to its files. */
export async function measureLive(): Promise<Row[]> {
	const here = await monitored();
	const browser = await chromium.launch({
		executablePath: process.env.NIGHTSHIFT_CHROMIUM ?? "/usr/bin/chromium",
		args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
	});
	const db = new Sqlite(here.installation.paths.database, { readonly: true });
	try {
		const { url, token, paths } = here.installation;
		const transcript = transcriptIn(here.root);
		await transcript.type("the first line");
		await here.start();
		await here.caughtUp();
		const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
		const told = listen(page);
		await page.goto(`${url}/conversations?token=${token}`);
		const row = db.prepare(`SELECT "id" FROM "Conversation" WHERE "session" = ?`).get(transcript.session);
		await page.goto(`${url}/conversations?id=${(row as { id: number }).id}`);
		await page.getByRole("log").getByText("the first line").waitFor();
		const lines = await measureLines(page, db, told, (text) => transcript.type(text));
		await page.close();
		return [...lines, await measureBackups(here, paths.chats)];
	} finally {
		db.close();
		await browser.close();
		await here.end();
	}
}

/** When the page was last sent that the record has changed, in milliseconds since 1970. */
function listen(page: Page): { at: number } {
	const told = { at: 0 };
	page.on("websocket", (socket) =>
		socket.on("framereceived", ({ payload }) => {
			if (payload.toString().includes("conversations")) told.at = now();
		}),
	);
	return told;
}

async function measureLines(
	page: Page,
	db: Sqlite.Database,
	told: { at: number },
	type: (text: string) => Promise<void>,
): Promise<Row[]> {
	const find = db.prepare(`SELECT 1 FROM "ConversationTurn" WHERE "text" = ?`);
	const samples: { committed: number; told: number; rendered: number }[] = [];
	for (let round = -3; round < ROUNDS; round++) {
		const words = `line ${round} at ${Date.now()}`;
		const shown = page.evaluate<number>(watchFor(words));
		await page.evaluate("document.readyState"); // the watch is in place once this returns
		const wrote = now();
		await type(words);
		while (!find.get(words)) await delay(1);
		const committed = now();
		const rendered = await shown;
		if (round >= 0) samples.push({ committed: committed - wrote, told: told.at - wrote, rendered: rendered - wrote });
		await delay(PAUSE_MS);
	}
	const median = (of: keyof (typeof samples)[number]) =>
		percentile(
			samples.map((one) => one[of]),
			0.5,
		);
	const parts = `on record after ${ms(median("committed"))}, the page told after ${ms(median("told"))}`;
	return [
		{
			what: `line appended to a transcript, to its words in the browser (median of ${ROUNDS})`,
			measured: ms(median("rendered")),
			compared: `${parts}; p95 ${ms(
				percentile(
					samples.map(({ rendered }) => rendered),
					0.95,
				),
			)}`,
			aim: `${AIM_MS} ms`,
			met: median("rendered") < AIM_MS,
		},
	];
}

async function measureBackups({ root }: Monitored, chats: Installation["paths"]["chats"]): Promise<Row> {
	const samples: number[] = [];
	for (let round = 0; round < BACKUPS; round++) {
		const transcript = transcriptIn(root);
		const began = now();
		await transcript.type("Please keep this. bchat");
		const written = async () =>
			(await readdir(chats).catch(() => [])).some((name) => name.includes(transcript.session.slice(0, 8)));
		while (!(await written())) await delay(5);
		samples.push(now() - began);
	}
	const slowest = Math.max(...samples);
	return {
		what: `\`bchat\` typed in a new transcript, to its log in chats/ (the slowest of ${BACKUPS})`,
		measured: ms(slowest),
		compared: `median ${ms(percentile(samples, 0.5))}`,
		aim: `${AIM_BACKUP_MS} ms`,
		met: slowest < AIM_BACKUP_MS,
	};
}

function now(): number {
	return performance.timeOrigin + performance.now();
}

/** For the page: resolves with the time at which it has drawn the words. A text, because the loader rewrites functions. */
function watchFor(words: string): string {
	return `new Promise((resolve) => {
		const look = () => {
			if (!document.querySelector("[role=log]")?.textContent?.includes(${JSON.stringify(words)})) return;
			observer.disconnect();
			requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
		};
		const observer = new MutationObserver(look);
		observer.observe(document.body, { subtree: true, childList: true, characterData: true });
		look();
	})`;
}
