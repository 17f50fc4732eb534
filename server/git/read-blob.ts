import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { WITHOUT_SURROUNDINGS } from "./surroundings.ts";

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 1024 * 1024 * 1024;

/** The bytes of a blob, as it is kept: before filters and line endings. Rejects when it is not there. */
export async function readBlob(root: string, blob: string): Promise<Buffer> {
	const { stdout } = await promisify(execFile)("git", ["cat-file", "blob", blob], {
		cwd: root,
		env: { ...process.env, ...WITHOUT_SURROUNDINGS },
		encoding: "buffer",
		timeout: TIMEOUT_MS,
		maxBuffer: MAX_BYTES,
	});
	return stdout;
}
