import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** How the names begin of files that are being written; one that is found later was left by a crash, and means nothing. */
export const UNFINISHED_PREFIX = ".nightshift-unfinished-";

/**
 * Writes a text file as a whole or not at all: into a file beside it, which then takes its place. An existing one keeps
 * its mode.
 * @param path absolute, links followed
 * @returns false, with nothing done, when what is there is not a file
 * @throws Error of the file system, also when the file that is there may not be written
 */
export async function replaceFile(path: string, content: string): Promise<boolean> {
	const before = await modeOf(path);
	if (before === "other") return false;
	const temporary = join(dirname(path), `${UNFINISHED_PREFIX}${randomUUID()}`);
	try {
		const file = await open(temporary, "wx");
		try {
			await file.writeFile(content);
			if (before !== null) await file.chmod(before);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
	return true;
}

/** Null: there is nothing yet. `other`: no file. Opened for writing, so that a file that is protected from it stays so. */
async function modeOf(path: string): Promise<number | "other" | null> {
	let file: FileHandle;
	try {
		// Without blocking: opening a named pipe would wait for a reader.
		file = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
	try {
		const stats = await file.stat();
		return stats.isFile() ? stats.mode & 0o7777 : "other";
	} finally {
		await file.close();
	}
}
