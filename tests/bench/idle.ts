import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Row } from "./figures.ts";
import type { Installation } from "./installation.ts";

const SETTLE_MS = 10_000;
const WINDOW_MS = 30_000;
/** Of /proc/PID/stat: 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Usage {
	cpuSeconds: number;
	residentMb: number;
}

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

async function usage(pid: number): Promise<Usage> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const status = await readFile(`/proc/${pid}/status`, "utf8");
	const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
	return {
		cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
		residentMb: (Number(resident) * 1_024) / 1e6,
	};
}
