import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { identityOf } from "./file-marks.ts";

/**
 * A file that is open for reading. All is done at once: handing a call to another thread costs ten times what it takes, and
 * there are thousands of files. A disk that hangs would in the end hold up the few threads that Node has for files as well.
 */
export class OpenFile {
	constructor(private readonly descriptor: number) {}

	/** Fills `buffer` as far as the file goes. @returns how many bytes were read */
	read(buffer: Buffer, length: number, position: number): number {
		return readSync(this.descriptor, buffer, 0, length, position);
	}

	stat(): BigIntStats {
		return fstatSync(this.descriptor, { bigint: true });
	}

	close(): void {
		closeSync(this.descriptor);
	}
}

/** A file that can be read now. */
export interface Opened {
	handle: OpenFile;
	/** Device and inode. */
	id: string;
	size: number;
	/** Another one each time it has changed. */
	mark: string;
}

/** What stands at a path: a file, nothing that is one, or something that may not be read. */
export type AtPath = Opened | { missing: true } | { denied: string };

/** Opens a transcript for reading. A pipe or a device is none, and is not waited for. */
export function openTranscript(path: string): AtPath {
	let handle: OpenFile;
	try {
		handle = new OpenFile(openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
	} catch (error) {
		return failure(error);
	}
	try {
		const stats = handle.stat();
		if (stats.isFile()) return { handle, id: identityOf(stats), size: Number(stats.size), mark: changeMark(stats) };
	} catch (error) {
		handle.close();
		return failure(error);
	}
	handle.close();
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
