import { readdirSync } from "node:fs";
import type { ProcessFacts } from "./facts.ts";

const STARTED_AT = Date.now() / 1_000 - process.uptime();

/** Of this very process. */
export function processFacts(): ProcessFacts {
	const { user, system } = process.cpuUsage();
	const { rss, heapUsed } = process.memoryUsage();
	return {
		startTimeSeconds: Math.round(STARTED_AT * 1_000) / 1_000,
		cpuSeconds: (user + system) / 1e6,
		residentBytes: rss,
		heapUsedBytes: heapUsed,
		openFiles: openFiles(),
	};
}

function openFiles(): number | null {
	try {
		return readdirSync("/proc/self/fd").length;
	} catch {
		return null; // no /proc here
	}
}
