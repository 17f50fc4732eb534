import type { DaemonConfig } from "../config/types.ts";
import type { DaemonStatus, IdentityMarks, LastExit } from "../contract/daemon.ts";
import type { StatusFile } from "../contract/status-file.ts";
import type { Vitals } from "./vitals.ts";

/** Everything the supervisor knows of one daemon. */
export interface DaemonFacts {
	config: DaemonConfig;
	desired: DaemonStatus["desired"];
	phase: DaemonStatus["phase"];
	health: DaemonStatus["health"];
	reason: string | null;
	running: { pid: number; startedAt: Date; adopted: boolean } | null;
	marks: IdentityMarks | null;
	/** Of this very instance. */
	status: StatusFile | null;
	heartbeatAt: number | null;
	vitals: Vitals;
	restarts: number;
	failures: number;
	nextRetryAt: Date | null;
	forceAt: Date | null;
	lastExit: LastExit | null;
	restartNeeded: boolean;
	nextScheduledAt: Date | null;
}

/** Pure: the facts in the shape that the command line, the API and the browser share. */
export function describeDaemon(facts: DaemonFacts, now: Date): DaemonStatus {
	const { config, running } = facts;
	const status = running ? facts.status : null;
	const task = status?.task;
	return {
		name: config.name,
		desired: facts.desired,
		phase: facts.phase,
		health: running ? facts.health : "unknown",
		reason: facts.reason,
		pid: running?.pid ?? null,
		startedAt: running?.startedAt.toISOString() ?? null,
		uptimeSeconds: running ? uptime(running.startedAt, now) : null,
		adopted: running?.adopted ?? false,
		cpuPercent: running ? facts.vitals.cpuPercent : null,
		memoryBytes: running ? facts.vitals.memoryBytes : null,
		activity: status?.activity ?? null,
		task: task
			? { id: task.id, title: task.title, startedAt: task.startedAt ?? null, progress: task.progress ?? null }
			: null,
		waitingOn: status?.waitingOn ?? [],
		restarts: facts.restarts,
		failures: facts.failures,
		nextRetryAt: facts.nextRetryAt?.toISOString() ?? null,
		lastExit: facts.lastExit,
		identity: running ? facts.marks : null,
		heartbeatAt: running && facts.heartbeatAt !== null ? new Date(facts.heartbeatAt).toISOString() : null,
		message: status?.message ?? null,
		problem: status?.problem ?? null,
		plan: status?.plan ?? [],
		restartNeeded: facts.restartNeeded,
		nextScheduledAt: facts.nextScheduledAt?.toISOString() ?? null,
		forceAt: facts.forceAt?.toISOString() ?? null,
		failureLimit: config.restart.on === "never" ? null : config.restart.limit.failures,
		memoryLimitBytes: config.limits.memoryBytes,
		workspace: config.workspace,
	};
}

/** Seconds with one decimal; never negative, should the clock have been set back. */
export function uptime(startedAt: Date, now: Date): number {
	return Math.max(0, Math.round((now.getTime() - startedAt.getTime()) / 100) / 10);
}
