import type { DaemonStatus } from "../../../server/contract/daemon.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { duration } from "../history/history-words.ts";

type Measured = Pick<DaemonStatus, "pid" | "uptimeSeconds" | "cpuPercent" | "memoryBytes">;

/**
 * What is known of a process that says nothing of itself: `pid 123 · up 2 h 3 min · 1.2 % · 61 MiB`. What could not be
 * measured is left out; null without a process.
 */
export function rowFigures({ pid, uptimeSeconds, cpuPercent, memoryBytes }: Measured): string | null {
	if (pid === null) return null;
	const parts = [`pid ${pid}`];
	if (uptimeSeconds !== null) parts.push(`up ${duration(Math.max(0, Math.floor(uptimeSeconds)))}`);
	if (cpuPercent !== null) parts.push(percent(cpuPercent));
	if (memoryBytes !== null) parts.push(bytes(memoryBytes));
	return parts.join(" · ");
}
