import { rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { tryGit } from "./git.ts";

/** Git holds its index for moments; with `commit -a` for as long as the hooks run. */
const STALE_AFTER_MS = 10 * 60_000;

/**
 * Takes away the lock of an index that a killed git has left behind, when that is why `output` says git failed.
 *
 * @returns whether it was taken away: what failed may be tried again.
 */
export async function breakStaleLock(checkout: string, output: string): Promise<boolean> {
	if (!output.includes("index.lock")) return false;
	const { stdout } = await tryGit(checkout, ["rev-parse", "--git-path", "index.lock"]);
	const path = resolve(checkout, stdout);
	const stats = await stat(path).catch(() => null);
	if (!stats || Date.now() - stats.mtimeMs < STALE_AFTER_MS) return false;
	await rm(path, { force: true });
	return true;
}
