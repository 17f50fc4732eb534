import type { DaemonPaths } from "../config/paths.ts";
import { withView } from "../logs/find-lines.ts";

/** The last `bytes` of a log across its rotated files, as text; empty when there is none to read. */
export async function readLogTail(paths: DaemonPaths, bytes: number): Promise<string> {
	try {
		return await withView(paths, async (view) => {
			const chunks: Buffer[] = [];
			for await (const chunk of view.read(Math.max(view.start, view.end - bytes))) chunks.push(chunk.bytes);
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
