import type { Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { printBytes } from "../../cli/print/quantities.ts";
import { type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

/** Less than this is nobody's trouble. */
const MIN_BYTES = 50_000_000;
/** While no dashboard runs, nobody rotates. */
const SLACK = 2;
const DASHBOARD_BYTES = 10_000_000;

/** Logs that have outgrown what they may have. */
export async function checkLogs({ paths, config, looks }: Scene): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const name of looks.keys()) {
		const logs = config?.daemons.find((one) => one.name === name)?.logs;
		const allowed = logs ? logs.maxSizeBytes * (logs.keep + 1) : 0;
		findings.push(...judgeLogs(paths.daemon(name).logs, await sizeOf(paths.daemon(name).logs), allowed));
	}
	const own = dirname(paths.dashboardLog);
	return [...findings, ...judgeLogs(own, await sizeOf(own), DASHBOARD_BYTES)];
}

export function judgeLogs(folder: string, bytes: number, allowed: number): Finding[] {
	if (bytes < Math.max(allowed * SLACK, MIN_BYTES)) return [];
	const what = `The logs in ${folder} take ${printBytes(bytes)}${allowed > 0 ? `, and are to take ${printBytes(allowed)}` : ""}`;
	const mend =
		allowed > 0
			? "nightshift start has them rotated again; or remove the old ones"
			: "remove what nobody needs any more";
	return [hint("logs-large", what, mend)];
}

/** What the files take on the disk, those in folders below included. */
async function sizeOf(folder: string): Promise<number> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	const sizes = entries.map(async (entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return sizeOf(path);
		const stats: Stats | null = await lstat(path).catch(() => null);
		return stats ? stats.blocks * 512 : 0;
	});
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
