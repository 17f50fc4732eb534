import { readJson, writeJson } from "./write-json.ts";

/**
 * Asks an instance to end where there are no signals (Windows): it watches for this file, which names it, and does what it
 * would on SIGTERM. Its path is in the program's NIGHTSHIFT_STOP_FILE.
 */
export async function writeStopRequest(path: string, instance: string): Promise<void> {
	await writeJson(path, { v: 1, instance, at: new Date().toISOString() });
}

/** Whether the file asks this very instance to end: a request for an earlier one is no request. */
export async function isStopRequested(path: string, instance: string): Promise<boolean> {
	const request = await readJson(path);
	return typeof request === "object" && request !== null && "instance" in request && request.instance === instance;
}
