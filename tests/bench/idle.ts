import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Row } from "./figures.ts";
import type { Installation } from "./installation.ts";
import { type Usage, usage } from "./usage.ts";

const SETTLE_MS = 10_000;
const WINDOW_MS = 30_000;

/** What the dashboard (nobody looking) and the developer daemon (nothing to do) take while nothing happens. */
export async function measureIdle({ api, paths }: Installation): Promise<Row[]> {
	const daemon = (await api("/daemons/code-developer/start?wait=15", "POST")) as { pid: number };
	const dashboard = JSON.parse(await readFile(paths.dashboard, "utf8")) as { pid: number };
	await delay(SETTLE_MS);
	const before = await Promise.all([usage(dashboard.pid), usage(daemon.pid)]);
	const began = performance.now();
	await delay(WINDOW_MS);
	const after = await Promise.all([usage(dashboard.pid), usage(daemon.pid)]);
	const seconds = (performance.now() - began) / 1_000;
	await api("/daemons/code-developer/stop", "POST");
	return [
		row("dashboard", before[0], after[0], seconds, { cpu: 1, mb: 200 }),
		row("developer daemon", before[1], after[1], seconds, { cpu: 0.5, mb: 130 }),
	];
}

function row(who: string, before: Usage, after: Usage, seconds: number, aim: { cpu: number; mb: number }): Row {
	const cpu = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
	return {
		what: `${who}, idle for ${Math.round(seconds)} s`,
		measured: `${cpu.toFixed(2)} % of a core, ${Math.round(after.residentMb)} MB`,
		compared: `bare Node holds ${Math.round(process.memoryUsage.rss() / 1e6)} MB here (this benchmark)`,
		aim: `${aim.cpu} %, ${aim.mb} MB`,
		met: cpu < aim.cpu && after.residentMb < aim.mb,
	};
}
