import { open, rm, writeFile } from "node:fs/promises";
import { NightshiftError } from "../contract/errors.ts";

/**
 * Writes a new file, for its owner alone: what agents wrote may be private. One that is there is left as it is, and one that
 * could not be written to its end is removed.
 * @throws NightshiftError `bad-request` with why it was not written; what the parts throw
 */
export async function writeNew(file: string, parts: AsyncIterable<string>): Promise<void> {
	const handle = await open(file, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
		throw unwritten(file, error);
	});
	try {
		await writeFile(handle, parts).finally(() => handle.close());
	} catch (error) {
		await rm(file, { force: true });
		throw error instanceof NightshiftError ? error : unwritten(file, error as NodeJS.ErrnoException);
	}
}

function unwritten(file: string, error: NodeJS.ErrnoException): NightshiftError {
	const why = error.code === "EEXIST" ? "there is such a file; name another one" : error.message;
	return new NightshiftError("bad-request", `${file} was not written: ${why}.`, { file }, { cause: error });
}
