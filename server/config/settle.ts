import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { entryCommand } from "./entry.ts";
import type { DaemonFile } from "./schema.ts";
import type { DaemonConfig } from "./types.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A mistake that only shows when settings are seen together; `path` is within the daemon. */
export interface Misfit {
	path: string[];
	message: string;
}

/** The first setting of a daemon that does not go with its others, or null. */
export function findMisfit(daemon: DaemonFile): Misfit | null {
	if (daemon.program === undefined) {
		if (daemon.command === undefined) {
			return { path: [], message: 'needs a "command", or "program": "code-developer"' };
		}
		const foreign = (["workspace", "agent"] as const).find((key) => daemon[key] !== undefined);
		return foreign ? { path: [foreign], message: 'is only for "program": "code-developer"' } : null;
	}
	const foreign = (["command", "cwd"] as const).find((key) => daemon[key] !== undefined);
	if (foreign) return { path: [foreign], message: `cannot go together with "program": "${daemon.program}"` };
	if (daemon.workspace === undefined) {
		return { path: [], message: 'needs a "workspace": the folder of the git repository to work on' };
	}
	return null;
}

/** Fills in the defaults. `folder` is the one that relative paths start from: that of config.json. */
export function settleDaemon(name: string, daemon: DaemonFile, folder: string): DaemonConfig {
	const builtIn = daemon.program !== undefined;
	const { stop, restart, ready, live, limits } = daemon;
	return {
		name,
		program: daemon.program ?? null,
		command: daemon.program ? entryCommand(daemon.program) : expandProgram(daemon.command ?? []),
		cwd: daemon.cwd === undefined ? folder : resolve(folder, expandTilde(daemon.cwd)),
		env: daemon.env ?? {},
		autostart: daemon.autostart ?? false,
		stop: { signal: stop?.signal ?? "SIGTERM", timeoutMs: stop?.timeout ?? 10 * SECOND },
		restart: {
			on: restart?.on ?? "failure",
			backoff: {
				initialMs: restart?.backoff?.initial ?? 500,
				factor: restart?.backoff?.factor ?? 2,
				maxMs: restart?.backoff?.max ?? MINUTE,
				jitter: restart?.backoff?.jitter ?? 0.2,
			},
			limit: { failures: restart?.limit?.failures ?? 5, withinMs: restart?.limit?.within ?? 10 * MINUTE },
			stableAfterMs: restart?.stableAfter ?? 30 * SECOND,
		},
		ready: { heartbeat: ready?.heartbeat ?? builtIn, timeoutMs: ready?.timeout ?? 10 * SECOND },
		live: {
			heartbeatMs: live?.heartbeat === undefined ? (builtIn ? 2 * MINUTE : null) : live.heartbeat,
			onHang: live?.onHang ?? "report",
		},
		limits: { memoryBytes: limits?.memory ?? null },
		workspace: daemon.workspace === undefined ? null : resolve(folder, expandTilde(daemon.workspace)),
		agent: daemon.agent ? { command: expandProgram(daemon.agent.command), env: daemon.agent.env ?? {} } : null,
	};
}

/** `~` and `~/…` in a path: the person's home directory. */
export function expandTilde(path: string): string {
	return /^~(?=$|[\\/])/.test(path) ? join(homedir(), path.slice(1)) : path;
}

function expandProgram(command: string[]): string[] {
	return command.map((word, index) => (index === 0 ? expandTilde(word) : word));
}
