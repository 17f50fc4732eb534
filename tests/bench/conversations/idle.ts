import { setTimeout as delay } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import type { Row } from "../figures.ts";
import { usage } from "../usage.ts";
import { monitored, transcriptIn } from "./monitored.ts";

const FILES = 1_000;
/** So old is what was said in them: its summaries are due at once, and days are over. */
const DAYS = 2;
/** After the last summary: Node gives memory back for a while. */
const SETTLE_MS = 30_000;
const LOOK_MS = 250;
/** Once in this time all files are looked at. */
const WINDOW_MS = 60_000;
const AIM_PERCENT = 0.5;

/** What the monitor takes while nobody says anything. */
export async function measureIdleMonitor(): Promise<Row> {
	const here = await monitored();
	try {
		const longAgo = new Date(Date.now() - DAYS * 86_400_000);
		for (let n = 0; n < FILES; n += 1) await transcriptIn(here.root).type(`talk ${n}`, longAgo);
		const pid = await here.start();
		await here.caughtUp();
		const db = new Sqlite(here.installation.paths.database, { readonly: true });
		const unsummed = db.prepare(`SELECT 1 FROM "Conversation" WHERE "summaryBy" IS NULL LIMIT 1`);
		while (unsummed.get()) await delay(LOOK_MS);
		db.close();
		await delay(SETTLE_MS);
		const before = await usage(pid);
		const began = performance.now();
		await delay(WINDOW_MS);
		const after = await usage(pid);
		const percent = ((after.cpuSeconds - before.cpuSeconds) / (performance.now() - began)) * 100_000;
		return {
			what: `chat monitor over ${FILES} files, idle for ${WINDOW_MS / 1_000} s`,
			measured: `${percent.toFixed(2)} % of a core, ${Math.round(after.residentMb)} MB`,
			compared: `bare Node holds ${Math.round(process.memoryUsage.rss() / 1e6)} MB here (this benchmark)`,
			aim: `${AIM_PERCENT} %`,
			met: percent < AIM_PERCENT,
		};
	} finally {
		await here.end();
	}
}
