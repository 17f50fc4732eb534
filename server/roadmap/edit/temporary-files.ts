import { randomBytes } from "node:crypto";
import { lstat, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** No write takes as long. */
export const STALE_AFTER_MS = 60_000;
const MARK_BYTES = 6;
const REST = new RegExp(`^[0-9a-f]{${MARK_BYTES * 2}}\\.tmp$`);

/** A name for what is written beside a file before it takes its place. */
export function temporaryBeside(file: string): string {
	return join(dirname(file), `${prefixOf(file)}${randomBytes(MARK_BYTES).toString("hex")}.tmp`);
}

/**
 * Removes what writes of a file that were killed have left beside it. What cannot be removed stays: it does no more harm than
 * before, and a folder that may not be written is told of by whoever writes.
 *
 * @param olderThanMs 0 where nobody else can be writing the file; else `STALE_AFTER_MS`.
 */
export async function removeTemporaries(file: string, olderThanMs: number): Promise<void> {
	const prefix = prefixOf(file);
	for (const name of await readdir(dirname(file)).catch((): string[] => [])) {
		if (!name.startsWith(prefix) || !REST.test(name.slice(prefix.length))) continue;
		const path = join(dirname(file), name);
		const stats = await lstat(path).catch(() => null);
		if (!stats?.isFile()) continue;
		if (olderThanMs === 0 || Date.now() - stats.mtimeMs >= olderThanMs) await rm(path).catch(() => undefined);
	}
}

function prefixOf(file: string): string {
	return `.${basename(file)}.`;
}
