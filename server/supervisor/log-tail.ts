import { statSync } from "node:fs";
import type { DaemonPaths } from "../config/paths.ts";
import { withView } from "../logs/find-lines.ts";

/**
 * The last `bytes` of what was logged from an offset on, across rotated files, as text; empty when there is none to read.
 *
 * @param from where this instance's words begin: those of an earlier one say nothing of it
 */
export async function readLogTail(paths: DaemonPaths, bytes: number, from: number): Promise<string> {
	try {
		return await withView(paths, async (view) => {
			const chunks: Buffer[] = [];
			const start = Math.max(view.start, view.end - bytes, from <= view.end ? from : 0);
			for await (const chunk of view.read(start)) chunks.push(chunk.bytes);
			return Buffer.concat(chunks).toString("utf8");
		});
	} catch {
		return ""; // evidence that helps when it is there; nothing depends on it
	}
}

/** Where the log ends now, counted from the first byte that the daemon ever wrote; 0 when there is none to read. */
export async function logEnd(paths: DaemonPaths): Promise<number> {
	try {
		return await withView(paths, async (view) => view.end);
	} catch {
		return 0;
	}
}

/** How large the file is that the daemon writes to: a quick look, to be told as an offset by `offsetOf` later. */
export function currentSize({ currentLog }: DaemonPaths): number {
	return statSync(currentLog, { throwIfNoEntry: false })?.size ?? 0;
}

/** Where in the whole log a byte of that file stands; after a rotation in between, not later than its end. */
export async function offsetOf(paths: DaemonPaths, byte: number): Promise<number> {
	try {
		return await withView(paths, async (view) => Math.min(view.base + byte, view.end));
	} catch {
		return 0;
	}
}
