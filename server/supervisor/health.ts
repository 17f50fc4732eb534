import type { DaemonConfig } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import type { StatusFile } from "../contract/status-file.ts";

/** A heartbeat later than this is worth a mark, long before it counts as hung. */
const LATE_MS = 10_000;

export interface HealthFacts {
	/** The status file of this instance, null when none has come. */
	status: StatusFile | null;
	/** Milliseconds since the supervisor saw the status file change; null when it never did. */
	sinceHeartbeatMs: number | null;
	live: DaemonConfig["live"];
}

/**
 * How a running process is, from what it says of itself. "Waiting for a person" is healthy for ever, as long as the heart
 * beats; a program that never wrote a status file is unknown, not ill.
 */
export function healthOf({ status, sinceHeartbeatMs, live }: HealthFacts): DaemonStatus["health"] {
	if (!status || sinceHeartbeatMs === null) return "unknown";
	if (live.heartbeatMs !== null && sinceHeartbeatMs > live.heartbeatMs) return "hung";
	if (live.heartbeatMs !== null && sinceHeartbeatMs > Math.min(LATE_MS, live.heartbeatMs / 2)) return "degraded";
	if (status.problem) return "degraded";
	return status.activity === "waiting" ? "waiting" : "ready";
}
