import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { identityOf } from "./file-marks.ts";

/** A file that can be read now. */
export interface Opened {
	handle: FileHandle;
	/** Device and inode. */
	id: string;
	size: number;
	/** Another one each time it has changed. */
	mark: string;
}

/** What stands at a path: a file, nothing that is one, or something that may not be read. */
export type AtPath = Opened | { missing: true } | { denied: string };

/** Opens a transcript for reading. A pipe or a device is none, and is not waited for. */
export async function openTranscript(path: string): Promise<AtPath> {
	let handle: FileHandle;
	try {
		handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	} catch (error) {
		return failure(error);
	}
	try {
		const stats = await handle.stat({ bigint: true });
		if (stats.isFile()) return { handle, id: identityOf(stats), size: Number(stats.size), mark: changeMark(stats) };
	} catch (error) {
		await handle.close();
		return failure(error);
	}
	await handle.close();
	return { missing: true };
}

/** What differs once a file was written to, or is another one. */
export function changeMark(stats: Pick<BigIntStats, "dev" | "ino" | "size" | "mtimeNs">): string {
	return `${identityOf(stats)}:${stats.size}:${stats.mtimeNs}`;
}

const GONE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ENXIO", "ENODEV"]);

function failure(error: unknown): AtPath {
	const { code } = error as NodeJS.ErrnoException;
	if (typeof code !== "string") throw error;
	return GONE.has(code) ? { missing: true } : { denied: code };
}
