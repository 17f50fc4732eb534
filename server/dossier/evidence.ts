import type { DaemonPaths } from "../config/paths.ts";
import type { Dossier } from "../contract/dossier.ts";
import { stripAnsi } from "../logs/ansi.ts";
import { readTail } from "../logs/find-lines.ts";
import { readStatusFile } from "../supervisor/health/status-watcher.ts";

const LOG_LINES = 200;
/** Of so much of the log, lines without end included. */
const LOG_BYTES = 1_000_000;
/** A file system's clock may be a little behind the one that times the start. */
const CLOCK_MS = 1_000;

/** What an instance has left behind: its last words. */
export type Evidence = Pick<Dossier, "status" | "heartbeatAt" | "log">;

/**
 * Reads what an instance has left behind. To be called at once: the next instance writes to the same files.
 *
 * @param startedAt unix milliseconds; null when not known
 */
export async function readEvidence(paths: DaemonPaths, instance: string, startedAt: number | null): Promise<Evidence> {
	const [page, reading] = await Promise.all([
		readTail(paths, LOG_LINES, { maxBytes: LOG_BYTES }),
		readStatusFile(paths.status, null),
	]);
	const { status = null, writtenAt = 0 } = reading ?? {};
	// A program need not name its instance: then a file that was written since its start is taken for its own.
	const isOurs = status?.instance
		? status.instance === instance
		: startedAt === null || writtenAt >= startedAt - CLOCK_MS;
	return {
		log: page.lines.map(({ text }) => stripAnsi(text)),
		status: isOurs ? status : null,
		heartbeatAt: status && isOurs ? new Date(writtenAt).toISOString() : null,
	};
}
