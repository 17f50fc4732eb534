import { rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { git } from "./git.ts";

/** Git holds its index for moments; with `commit -a` for as long as the hooks run. */
const STALE_AFTER_MS = 10 * 60_000;
/** An editor looks at the status of its files again and again. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 50;

/** Whether another git holds the index of a checkout, and does not let go of it within moments. */
export async function isLocked(checkout: string, signal?: AbortSignal): Promise<boolean> {
	const path = await lockPath(checkout);
	const until = performance.now() + PATIENCE_MS;
	while (await stat(path).catch(() => null)) {
		if (performance.now() > until) return true;
		await delay(LOOK_MS, undefined, { signal });
	}
	return false;
}

/**
 * Takes away the lock of an index that a killed git has left behind, when that is why `output` says git failed.
 *
 * @returns whether it was taken away: what failed may be tried again.
 */
export async function breakStaleLock(checkout: string, output: string): Promise<boolean> {
	if (!output.includes("index.lock")) return false;
	const path = await lockPath(checkout);
	const stats = await stat(path).catch(() => null);
	if (!stats || Date.now() - stats.mtimeMs < STALE_AFTER_MS) return false;
	await rm(path, { force: true });
	return true;
}

async function lockPath(checkout: string): Promise<string> {
	return resolve(checkout, await git(checkout, ["rev-parse", "--git-path", "index.lock"]));
}
