import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { DaemonStatus } from "../contract/daemon.ts";
import { describeDaemon } from "./describe.ts";
import { healthOf } from "./health/health.ts";
import { withoutSecretsOf } from "./health/shown-status.ts";
import { readStatusFile } from "./health/status-watcher.ts";
import { lookForInstance } from "./instance.ts";
import { findLeftRunning } from "./left-running.ts";
import { readLastExit, readSupervision } from "./records.ts";
import { settingsOf } from "./settings.ts";
import { ORPHANED } from "./status-of.ts";
import { UNKNOWN_VITALS } from "./vitals.ts";

/**
 * Every daemon's state straight from the process table and the files, for when no dashboard runs. It changes nothing;
 * vitals need two samples a second apart, so they are null.
 */
export async function readStatusOffline(paths: Paths, daemons: DaemonConfig[]): Promise<DaemonStatus[]> {
	const known = await Promise.all(daemons.map((config) => readOne(paths, config)));
	const left = await findLeftRunning(paths, new Set(daemons.map(({ name }) => name)));
	const others = await Promise.all(left.map((config) => readOne(paths, config, ORPHANED)));
	return [...known, ...others.filter(({ pid }) => pid !== null)];
}

/** @param reason said of it, whatever else there is to say */
async function readOne(paths: Paths, config: DaemonConfig, reason: string | null = null): Promise<DaemonStatus> {
	const files = paths.daemon(config.name);
	const [supervision, exit, found, reading] = await Promise.all([
		readSupervision(files),
		readLastExit(files),
		lookForInstance(files),
		readStatusFile(files.status),
	]);
	const { running } = found;
	const ours = running && reading?.status && (reading.status.instance ?? running.instance) === running.instance;
	const status = ours && reading.status ? withoutSecretsOf(config)(reading.status) : null;
	const held = supervision?.hold && !running ? supervision.hold : null;
	const { health, why } = healthOf({
		status,
		sinceHeartbeatMs: status && reading ? Math.max(0, Date.now() - reading.writtenAt) : null,
		sinceProgressMs: null,
		probes: null,
		missing: null,
		provenReady: false,
		live: config.live,
	});
	const startedWith = running ? found.record?.settings : null;
	return describeDaemon(
		{
			config,
			desired: supervision?.desired ?? "down",
			phase: running ? "running" : (held?.phase ?? "stopped"),
			health,
			reason: reason ?? held?.reason ?? (running ? (why ?? reading?.problem) : null) ?? null,
			running: running && { pid: running.identity.pid, startedAt: running.startedAt, adopted: false },
			marks: running?.marks ?? null,
			status,
			heartbeatAt: status && reading ? reading.writtenAt : null,
			vitals: UNKNOWN_VITALS,
			restarts: supervision?.restarts ?? 0,
			failures: supervision?.failures ?? 0,
			nextRetryAt: null,
			forceAt: null,
			lastExit: exit,
			restartNeeded: typeof startedWith === "string" && startedWith !== settingsOf(config),
			nextScheduledAt: null,
		},
		new Date(),
	);
}
