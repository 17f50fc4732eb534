import { fileURLToPath } from "node:url";
import type { DaemonConfig } from "../../server/config/types.ts";

/** Path of a small real program that plays one kind of daemon. */
export function program(name: string): string {
	return fileURLToPath(new URL(`../fixtures/programs/${name}`, import.meta.url));
}

/** A daemon's configuration with the defaults, short time-outs, and what the test changes. */
export function daemonConfig(command: string[], changes: Partial<DaemonConfig> = {}): DaemonConfig {
	return {
		name: "worker",
		program: null,
		command,
		cwd: process.cwd(),
		env: {},
		autostart: false,
		stop: { signal: "SIGTERM", timeoutMs: 5_000 },
		restart: {
			on: "failure",
			backoff: { initialMs: 50, factor: 2, maxMs: 1_000, jitter: 0.2 },
			limit: { failures: 5, withinMs: 600_000 },
			stableAfterMs: 30_000,
		},
		ready: { heartbeat: false, timeoutMs: 10_000 },
		live: { heartbeatMs: null, onHang: "report" },
		limits: { memoryBytes: null },
		workspace: null,
		agent: null,
		...changes,
	};
}

/** Runs one of the fixture programs with Node. */
export function node(name: string, ...args: string[]): string[] {
	return [process.execPath, program(name), ...args];
}
