import type { BigIntStats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { identityOf } from "./file-marks.ts";
import type { TranscriptPaths } from "./transcript-paths.ts";

/** Deeper than any tool nests. */
const MAX_DEPTH = 32;

export type Found =
	| { type: "folder"; path: string; file: string }
	| { type: "transcript"; path: string; stats: BigIntStats }
	/** It is there, and cannot be looked into. */
	| { type: "unreadable"; path: string; code: string };

/**
 * All there is below a folder. Symbolic links are followed, and no folder is gone into twice: a link that leads back up
 * ends there. What vanishes meanwhile is left out.
 *
 * @param visited folders, by device and inode, that are not gone into
 */
export async function* walk(
	folder: string,
	paths: TranscriptPaths,
	visited = new Set<string>(),
	depth = 0,
): AsyncGenerator<Found> {
	const look = await orProblem(folder, async () => identityOf(await stat(folder, { bigint: true })));
	if (typeof look !== "string") {
		if (look) yield look;
		return;
	}
	if (visited.has(look) || depth > MAX_DEPTH) return;
	visited.add(look);
	// Told before it is listed: whoever begins to watch it now misses nothing.
	yield { type: "folder", path: folder, file: look };
	const entries = await orProblem(folder, () => readdir(folder, { withFileTypes: true }));
	if (!Array.isArray(entries)) {
		if (entries) yield entries;
		return;
	}
	for (const entry of entries) {
		const path = join(folder, entry.name);
		const isLink = entry.isSymbolicLink();
		if (!entry.isDirectory() && paths.isTranscript(path)) {
			const found = await transcript(path);
			if (found) yield found;
		} else if ((entry.isDirectory() || isLink) && paths.mayHold(path)) {
			if (isLink && !(await isFolder(path))) continue;
			yield* walk(path, paths, visited, depth + 1);
		}
	}
}

async function transcript(path: string): Promise<Found | null> {
	const stats = await orProblem(path, () => stat(path, { bigint: true }));
	if (stats === null || "type" in stats) return stats;
	return stats.isFile() ? { type: "transcript", path, stats } : null;
}

async function isFolder(path: string): Promise<boolean> {
	return stat(path).then(
		(stats) => stats.isDirectory(),
		() => false, // a link to nothing, or round in a circle
	);
}

async function orProblem<T>(
	path: string,
	look: () => Promise<T>,
): Promise<T | (Found & { type: "unreadable" }) | null> {
	try {
		return await look();
	} catch (error) {
		const { code = "unknown" } = error as NodeJS.ErrnoException;
		return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" ? null : { type: "unreadable", path, code };
	}
}
