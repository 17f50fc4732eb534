import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/** So much of either end of it is looked at: logs of megabytes are told apart at no cost. */
const END_BYTES = 4_096;

/**
 * A digest of the first `length` bytes of a file, by their beginning and end. Logs are only appended to, so that one which
 * looks otherwise is another file, put in the place of the first: a time stamp or a number within it is enough to tell.
 */
export async function frontOf(handle: FileHandle, length: number): Promise<string> {
	const hash = createHash("sha256");
	const size = Math.min(END_BYTES, length);
	for (const at of [0, length - size]) {
		const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, at);
		hash.update(buffer.subarray(0, bytesRead));
	}
	return hash.digest("hex");
}
