import type { LiveConfig } from "../../config/types.ts";
import type { DaemonStatus } from "../../contract/daemon.ts";
import type { StatusFile } from "../../contract/status-file.ts";

/** A heartbeat later than this is worth a mark, long before it counts as hung. */
const LATE_MS = 10_000;
/** A progress counter that moved within this time shows life, whatever a probe says. */
const FRESH_PROGRESS_MS = 60_000;

export interface HealthFacts {
	/** The status file of this instance, null when none has come. */
	status: StatusFile | null;
	/** Milliseconds since the supervisor saw the status file change; null when it never did. */
	sinceHeartbeatMs: number | null;
	/** Milliseconds since its progress counter changed; null when it has none. */
	sinceProgressMs: number | null;
	/** What the looks from outside say; null when there are none. */
	probes: { verdict: "unknown" | "well" | "ill"; why: string | null } | null;
	/** What a new instance still lacks although its time is over; null when nothing. */
	missing: string | null;
	/** Its readiness was looked at, and all conditions have held. */
	provenReady: boolean;
	live: LiveConfig;
}

export interface Health {
	health: DaemonStatus["health"];
	/** Why it is hung or degraded, in one sentence; null when the daemon says so itself, or there is nothing to say. */
	why: string | null;
}

/**
 * How a running process is, from what it says of itself and what is seen from outside. "Waiting for a person" is healthy
 * for ever, as long as the heart beats; so is work, as long as it advances; a program of which nothing is known is unknown,
 * not ill.
 */
export function healthOf(facts: HealthFacts): Health {
	const { status, sinceHeartbeatMs, sinceProgressMs, probes, missing, live } = facts;
	const limit = live.heartbeatMs;
	if (status && sinceHeartbeatMs !== null && limit !== null) {
		if (sinceHeartbeatMs > limit) return { health: "hung", why: `No heartbeat for ${seconds(sinceHeartbeatMs)}.` };
	}
	if (status?.activity === "working" && live.progressMs !== null && sinceProgressMs !== null) {
		if (sinceProgressMs > live.progressMs) {
			return { health: "hung", why: `It says that it works, without any progress for ${seconds(sinceProgressMs)}.` };
		}
	}
	if (probes?.verdict === "ill") {
		const advancing = sinceProgressMs !== null && sinceProgressMs < FRESH_PROGRESS_MS;
		const why = sentence(probes.why ?? "its health checks fail");
		return advancing ? { health: "degraded", why: `${why} But its work advances.` } : { health: "hung", why };
	}
	if (missing) return { health: "degraded", why: `It is not ready yet: ${missing}; its log may say why.` };
	if (status && sinceHeartbeatMs !== null && limit !== null && sinceHeartbeatMs > Math.min(LATE_MS, limit / 2)) {
		return { health: "degraded", why: `Its last heartbeat is ${seconds(sinceHeartbeatMs)} old.` };
	}
	if (probes?.why) return { health: "degraded", why: sentence(probes.why) };
	if (status?.problem) return { health: "degraded", why: null };
	if (status) return { health: status.activity === "waiting" ? "waiting" : "ready", why: null };
	return { health: probes?.verdict === "well" || facts.provenReady ? "ready" : "unknown", why: null };
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1_000)} s`;
}

function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
