import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { monotonicMs } from "../figures.ts";
import type { Manager, Starts } from "./manager.ts";

/** One manager in the comparison, and where its programs write down their starts. */
export interface Party {
	manager: Manager;
	starts: Starts;
}

/** One line of the table: a figure for each party, by its name, and for doing the same without any. */
export interface PeerRow {
	what: string;
	unit: string;
	floor: number | null;
	figures: Map<string, number>;
	digits: number;
}

/** The start that is not there yet. */
export async function nextStart(starts: Starts, name: string, before: number): Promise<{ pid: number; at: number }> {
	for (;;) {
		const start = (await starts.read(name))[before];
		if (start) return start;
		await delay(2);
	}
}

/** When a process was first seen to be gone, on the monotonic clock. */
export async function untilGone(pid: number): Promise<number> {
	while (isLiving(pid)) await delay(1);
	return monotonicMs();
}

export function isLiving(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
	} catch {
		return false;
	}
}
