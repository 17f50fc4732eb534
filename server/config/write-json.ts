import writeFileAtomic from "write-file-atomic";
import { readRegular } from "./open-regular.ts";

/** A record of ours is a few hundred bytes. */
const MAX_RECORD_BYTES = 1_000_000;

/** Writes JSON by temp file, fsync and rename, readable by the owner alone. */
export async function writeJson(path: string, value: unknown): Promise<void> {
	await writeFileAtomic(path, `${JSON.stringify(value)}\n`, { mode: 0o600, fsync: true });
}

/** The file's JSON, or undefined when it is missing, unreadable or not JSON: the caller treats all three as "no record". */
export async function readJson(path: string): Promise<unknown> {
	try {
		return JSON.parse(await readRegular(path, MAX_RECORD_BYTES));
	} catch {
		return undefined;
	}
}
