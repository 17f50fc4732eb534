import { type BigIntStats, readdirSync, statSync } from "node:fs";
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
 * ends there. What vanishes meanwhile is left out. Each step is done at once: see `OpenFile`.
 *
 * @param visited folders, by device and inode, that are not gone into
 */
export function* walk(
	folder: string,
	paths: TranscriptPaths,
	visited = new Set<string>(),
	depth = 0,
): Generator<Found> {
	const look = orProblem(folder, () => identityOf(statSync(folder, { bigint: true })));
	if (typeof look !== "string") {
		if (look) yield look;
		return;
	}
	if (visited.has(look) || depth > MAX_DEPTH) return;
	visited.add(look);
	// Told before it is listed: whoever begins to watch it now misses nothing.
	yield { type: "folder", path: folder, file: look };
	const entries = orProblem(folder, () => readdirSync(folder, { withFileTypes: true }));
	if (!Array.isArray(entries)) {
		if (entries) yield entries;
		return;
	}
	for (const entry of entries) {
		const path = join(folder, entry.name);
		const isLink = entry.isSymbolicLink();
		if (!entry.isDirectory() && paths.isTranscript(path)) {
			const found = transcript(path);
			if (found) yield found;
		} else if ((entry.isDirectory() || isLink) && paths.mayHold(path)) {
			if (isLink && !isFolder(path)) continue;
			yield* walk(path, paths, visited, depth + 1);
		}
	}
}

function transcript(path: string): Found | null {
	const stats = orProblem(path, () => statSync(path, { bigint: true }));
	if (stats === null || "type" in stats) return stats;
	return stats.isFile() ? { type: "transcript", path, stats } : null;
}

function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false; // a link to nothing, or round in a circle
	}
}

function orProblem<T>(path: string, look: () => T): T | (Found & { type: "unreadable" }) | null {
	try {
		return look();
	} catch (error) {
		const { code = "unknown" } = error as NodeJS.ErrnoException;
		return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" ? null : { type: "unreadable", path, code };
	}
}
