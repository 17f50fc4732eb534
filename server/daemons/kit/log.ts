import { destination, type Logger, pino, stdTimeFunctions } from "pino";

/** What a full disk may keep waiting in memory; older lines are dropped beyond it. */
const MAX_UNWRITTEN_BYTES = 1_000_000;

export type DaemonLog = Logger;

/**
 * The daemon's log on standard output, one JSON object a line: `{"level":"info","time":"2026-…Z","msg":"…"}`. The
 * supervisor makes standard output a file. Written at once, so that the last words before a crash are there.
 */
export function createLog(redact: (text: string) => string): DaemonLog {
	const stdout = destination({ fd: 1, sync: true, maxLength: MAX_UNWRITTEN_BYTES });
	// A full disk or a closed terminal must not end the daemon. The lines stay in the buffer and are written with the
	// next one; where to complain about it is the status file, which the same trouble usually hits.
	stdout.on("error", () => undefined);
	return pino(
		{
			base: null,
			timestamp: stdTimeFunctions.isoTime,
			formatters: { level: (label) => ({ level: label }) },
			hooks: { streamWrite: redact },
		},
		stdout,
	);
}
