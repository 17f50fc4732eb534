import { fileURLToPath } from "node:url";
import { settleWork } from "../../server/config/settle-work.ts";
import type { DaemonConfig } from "../../server/config/types.ts";

/** Path of a small real program that plays one kind of daemon. */
export function program(name: string): string {
	return fileURLToPath(new URL(`../fixtures/programs/${name}`, import.meta.url));
}

/** Up as soon as it lives; looked at often. */
export const READY: DaemonConfig["ready"] = {
	heartbeat: false,
	http: null,
	tcp: null,
	exec: null,
	log: null,
	intervalMs: 50,
	timeoutMs: 10_000,
};
/** Nothing is watched. */
export const LIVE: DaemonConfig["live"] = {
	heartbeatMs: null,
	progressMs: null,
	http: null,
	exec: null,
	intervalMs: 100,
	timeoutMs: 500,
	failures: 3,
	onHang: "report",
};

/** A daemon's configuration with the defaults, short time-outs, and what the test changes. */
export function daemonConfig(command: string[], changes: Partial<DaemonConfig> = {}): DaemonConfig {
	return {
		name: "worker",
		program: null,
		command,
		cwd: process.cwd(),
		env: {},
		autostart: false,
		after: [],
		stop: { signal: "SIGTERM", timeoutMs: 5_000 },
		restart: {
			on: "failure",
			backoff: { initialMs: 50, factor: 2, maxMs: 1_000, jitter: 0.2 },
			limit: { failures: 5, withinMs: 600_000 },
			stableAfterMs: 30_000,
			schedule: null,
		},
		ready: READY,
		live: LIVE,
		limits: { memoryBytes: null },
		logs: { maxSizeBytes: 10 * 2 ** 20, maxAgeMs: null, keep: 10, keepMs: null, compress: true },
		workspace: null,
		agent: null,
		work: settleWork(undefined),
		record: null,
		...changes,
	};
}

/** Runs one of the fixture programs with Node. */
export function node(name: string, ...args: string[]): string[] {
	return [process.execPath, program(name), ...args];
}
