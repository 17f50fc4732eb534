import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/**
 * Opens a file for reading that another program may have put there: never waits (a pipe without a writer would block one
 * of Node's few file threads for ever), and refuses what is not a regular file (a device has no end).
 *
 * @throws the system's error, or one with code `EINVAL` for what is no regular file
 */
export async function openRegular(path: string): Promise<FileHandle> {
	const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		if ((await file.stat()).isFile()) return file;
	} catch (error) {
		await file.close();
		throw error;
	}
	await file.close();
	throw Object.assign(new Error(`${path} is not a regular file`), { code: "EINVAL", path });
}

/** The text of such a file, at most `maxBytes` of it. */
export async function readRegular(path: string, maxBytes: number): Promise<string> {
	const file = await openRegular(path);
	try {
		const { size } = await file.stat();
		const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, maxBytes)), 0, undefined, 0);
		return buffer.toString("utf8", 0, bytesRead);
	} finally {
		await file.close();
	}
}
