import { link, rename, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { DaemonPaths } from "../../config/paths.ts";
import { lookForInstance } from "../../supervisor/instance.ts";
import { readProcessRecord } from "../../supervisor/records.ts";
import { exists, retiredPath, syncFolder } from "../segments.ts";
import type { CutContext, CutResult, Cutter } from "./cutter.ts";

/** How long a start may take from its record to its open log. */
const SPAWN_MS = 2_000;
const LOOK_MS = 10;

/**
 * Anywhere, but only while the daemon does not run and everything in the log is dead: the file goes, and the next start
 * makes a new one. It is renamed first, because a start may come at this very moment; that is noticed by its record, which
 * is written before the log is opened. Either it made a new file, or it took the old one, which then gets its name back.
 */
export const retire: Cutter = {
	name: "retire",
	when: "idle",
	async cut({ paths, handle, length, position, commit }: CutContext): Promise<CutResult> {
		const before = await lookForInstance(paths);
		const isDead = async () => (await handle.stat()).size === length;
		if (before.running || !(await isDead())) return "later";
		await commit({ ...position, retiring: true });
		await rename(paths.currentLog, retiredPath(paths));
		await syncFolder(paths.logs);
		if ((await wasTaken(paths, before.record?.instance ?? null)) || !(await isDead())) {
			await giveBack(paths);
			await commit({ ...position, retiring: false });
			return "later";
		}
		await commit({ ...position, base: position.from, hollow: false, retiring: false });
		await rm(retiredPath(paths), { force: true });
		return "done";
	},
};

/** Whether a start that came in between has the file open that was just renamed. */
async function wasTaken(paths: DaemonPaths, before: string | null): Promise<boolean> {
	const deadline = performance.now() + SPAWN_MS;
	while (performance.now() < deadline) {
		const record = await readProcessRecord(paths);
		if (!record || record.instance === before) return false; // nobody starts
		if (await exists(paths.currentLog)) return false; // it opened a file of its own
		if (record.identity) return true; // it runs, and has no other log than this
		await delay(LOOK_MS);
	}
	return true;
}

/** Gives the renamed log its name again, unless there is a new one by now. */
export async function giveBack(paths: DaemonPaths): Promise<void> {
	const retired = retiredPath(paths);
	try {
		await link(retired, paths.currentLog);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	await rm(retired);
}
