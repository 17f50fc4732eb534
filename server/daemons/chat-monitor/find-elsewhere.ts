import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { identityOf, isContinued } from "./file-marks.ts";
import { openTranscript } from "./open-transcript.ts";

/** A folder with more is not searched: rotated files stand among few. */
const MOST_ENTRIES = 5_000;

/** Where in its folder a file is now that was renamed, as rotation does; null: not there. */
export async function findRenamed(path: string, file: string): Promise<string | null> {
	for (const candidate of await neighbours(path)) {
		const stats = await stat(candidate, { bigint: true }).catch(() => null);
		if (stats?.isFile() && identityOf(stats) === file) return candidate;
	}
	return null;
}

/**
 * Where a copy of a file is that was emptied after it was copied, as rotation also does: under a name that begins with
 * its own, with all that was read, and more. Null: there is none, or nothing was left to read.
 */
export async function findCopy(
	path: string,
	row: { offset: number; head: string; tail: string },
): Promise<string | null> {
	if (row.offset === 0) return null;
	const stem = basename(path);
	for (const candidate of await neighbours(path)) {
		if (!basename(candidate).startsWith(stem)) continue;
		const opened = openTranscript(candidate);
		if (!("handle" in opened)) continue;
		try {
			if (opened.size > row.offset && isContinued(opened.handle, opened.size, row)) return candidate;
		} finally {
			opened.handle.close();
		}
	}
	return null;
}

async function neighbours(path: string): Promise<string[]> {
	const folder = dirname(path);
	// A folder that is gone, or may not be listed, has none.
	const names = await readdir(folder).catch(() => []);
	if (names.length > MOST_ENTRIES) return [];
	return names.filter((name) => name !== basename(path)).map((name) => join(folder, name));
}
