import { resolve } from "node:path";
import type { DaemonFile } from "./daemon-schema.ts";
import { entryCommand, entryVariables } from "./entry.ts";
import { expandProgram, expandTilde } from "./expand.ts";
import type { Environment } from "./paths.ts";
import { findTwins } from "./record-schema.ts";
import { settleRecord } from "./settle-record.ts";
import { settleAgent, settleWork } from "./settle-work.ts";
import type { DaemonConfig, LiveConfig, LogsConfig, ReadyConfig } from "./types.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A mistake that only shows when settings are seen together; `path` is within the daemon. */
export interface Misfit {
	path: string[];
	message: string;
}

/** The first setting of a daemon that does not go with its others, or null. */
export function findMisfit(daemon: DaemonFile): Misfit | null {
	const { program } = daemon;
	if (program === undefined && daemon.command === undefined) {
		return { path: [], message: 'needs a "command", or a "program": "code-developer" or "chat-monitor"' };
	}
	const foreign = foreignKeys(program).find((key) => daemon[key] !== undefined);
	if (foreign) {
		const owner = OWNERS[foreign];
		const message = owner ? `is only for "program": "${owner}"` : `cannot go together with "program": "${program}"`;
		return { path: [foreign], message };
	}
	if (program === "code-developer" && daemon.workspace === undefined) {
		return { path: [], message: 'needs a "workspace": the folder of the git repository to work on' };
	}
	if (daemon.work?.pullRequest && !daemon.work.remote) {
		const message = 'needs "remote" beside it: a pull request is made of a branch that was pushed';
		return { path: ["work", "pullRequest"], message };
	}
	const twins = findTwins(daemon.record?.sources);
	if (twins) return { path: ["record", "sources", String(twins[1])], message: "has the name of another source" };
	return null;
}

/** Whose setting it is; null: of a command of the person's own. */
const OWNERS = {
	workspace: "code-developer",
	agent: "code-developer",
	work: "code-developer",
	record: "chat-monitor",
	command: null,
	cwd: null,
} as const;
type OwnedKey = keyof typeof OWNERS;

function foreignKeys(program: DaemonFile["program"]): OwnedKey[] {
	return (Object.keys(OWNERS) as OwnedKey[]).filter((key) => OWNERS[key] !== (program ?? null));
}

/**
 * Fills in the defaults.
 *
 * @param folder the one that relative paths start from: that of config.json
 * @param env the environment that the daemon's own variables are added to
 */
export function settleDaemon(
	name: string,
	daemon: DaemonFile,
	folder: string,
	env: Environment = process.env,
): DaemonConfig {
	const { program, stop, limits } = daemon;
	const speaks = program !== undefined; // a built-in program writes its status file
	return {
		name,
		program: program ?? null,
		command: commandOf(daemon),
		cwd: daemon.cwd === undefined ? folder : resolve(folder, expandTilde(daemon.cwd)),
		env: { ...(program && entryVariables(program)), ...daemon.env },
		autostart: daemon.autostart ?? false,
		after: daemon.after ?? [],
		stop: { signal: stop?.signal ?? "SIGTERM", timeoutMs: stop?.timeout ?? 10 * SECOND },
		restart: settleRestart(daemon.restart),
		ready: settleReady(daemon.ready, speaks),
		live: settleLive(daemon.live, speaks),
		limits: { memoryBytes: limits?.memory ?? null },
		logs: settleLogs(daemon.logs),
		workspace: daemon.workspace === undefined ? null : resolve(folder, expandTilde(daemon.workspace)),
		agent: daemon.agent ? settleAgent(daemon.agent) : null,
		work: settleWork(daemon.work),
		record: program === "chat-monitor" ? settleRecord(daemon.record, folder, { ...env, ...daemon.env }) : null,
	};
}

function settleRestart(restart: DaemonFile["restart"]): DaemonConfig["restart"] {
	const { backoff, limit } = restart ?? {};
	return {
		on: restart?.on ?? "failure",
		backoff: {
			initialMs: backoff?.initial ?? 500,
			factor: backoff?.factor ?? 2,
			maxMs: backoff?.max ?? MINUTE,
			jitter: backoff?.jitter ?? 0.2,
		},
		limit: { failures: limit?.failures ?? 5, withinMs: limit?.within ?? 10 * MINUTE },
		stableAfterMs: restart?.stableAfter ?? 30 * SECOND,
		schedule: restart?.schedule ?? null,
	};
}

function settleReady(ready: DaemonFile["ready"], speaks: boolean): ReadyConfig {
	return {
		heartbeat: ready?.heartbeat ?? speaks,
		http: ready?.http ?? null,
		tcp: ready?.tcp ?? null,
		exec: ready?.exec ? expandProgram(ready.exec) : null,
		log: ready?.log ?? null,
		intervalMs: ready?.interval ?? 250,
		timeoutMs: ready?.timeout ?? 10 * SECOND,
	};
}

function settleLive(live: DaemonFile["live"], speaks: boolean): LiveConfig {
	return {
		heartbeatMs: live?.heartbeat === undefined ? (speaks ? 2 * MINUTE : null) : live.heartbeat,
		progressMs: live?.progress ?? null,
		http: live?.http ?? null,
		exec: live?.exec ? expandProgram(live.exec) : null,
		intervalMs: live?.interval ?? 10 * SECOND,
		timeoutMs: live?.timeout ?? 5 * SECOND,
		failures: live?.failures ?? 3,
		onHang: live?.onHang ?? "report",
	};
}

function settleLogs(logs: DaemonFile["logs"]): LogsConfig {
	return {
		maxSizeBytes: logs?.maxSize ?? 10 * 2 ** 20,
		maxAgeMs: logs?.maxAge === undefined ? 7 * DAY : logs.maxAge,
		keep: logs?.keep ?? 10,
		keepMs: logs?.keepFor === undefined ? 30 * DAY : logs.keepFor,
		compress: logs?.compress ?? true,
	};
}

function commandOf({ program, command = [] }: DaemonFile): string[] {
	return program ? entryCommand(program) : expandProgram(command);
}
