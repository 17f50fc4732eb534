import { setTimeout as delay } from "node:timers/promises";
import type { Row } from "../figures.ts";
import { usage } from "../usage.ts";
import { monitored, transcriptIn } from "./monitored.ts";

const FILES = 1_000;
/** Summaries of what was read are made in this time. */
const SETTLE_MS = 20_000;
const WINDOW_MS = 30_000;
const AIM_PERCENT = 0.5;

/** What the monitor takes while nobody says anything. */
export async function measureIdleMonitor(): Promise<Row> {
	const here = await monitored();
	try {
		for (let n = 0; n < FILES; n += 1) await transcriptIn(here.root).type(`talk ${n}`);
		const pid = await here.start();
		await here.caughtUp();
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
