import type { DaemonPaths } from "../../server/config/paths.ts";
import type { LogsConfig } from "../../server/config/types.ts";
import { LogView } from "../../server/logs/log-view.ts";

/** Small files, and all of them are kept. */
export function logSettings(changes: Partial<LogsConfig> = {}): LogsConfig {
	return { maxSizeBytes: 64 * 1024, maxAgeMs: null, keep: 10_000, keepMs: null, compress: true, ...changes };
}

/** The whole log, from the oldest file to the newest line. */
export async function wholeLog(paths: DaemonPaths): Promise<Buffer> {
	const view = await LogView.open(paths);
	try {
		const chunks: Buffer[] = [];
		let next: number | null = null;
		for await (const { offset, bytes } of view.read(view.start)) {
			if (next !== null && offset !== next) throw new Error(`after byte ${next} comes byte ${offset}`);
			next = offset + bytes.length;
			chunks.push(bytes);
		}
		return Buffer.concat(chunks);
	} finally {
		await view.close();
	}
}

/** How many lines of the fast writer there are; throws where one is missing, comes twice or is torn. */
export function countLines(log: Buffer | string): number {
	let count = 0;
	for (const line of log.toString("latin1").split("\n").slice(0, -1)) {
		if (line.length !== 99 || !line.startsWith(`${count} `)) {
			throw new Error(`in place of line ${count} stands ${JSON.stringify(line.slice(0, 200))}`);
		}
		count += 1;
	}
	return count;
}
