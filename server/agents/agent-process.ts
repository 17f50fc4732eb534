import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { NightshiftError } from "../contract/errors.ts";
import { signalGroup } from "../process-table/signals.ts";
import { oneLine } from "../text/cut.ts";
import { type AgentFacts, folderMissing, spawnFailed } from "./failures.ts";
import { LineSplitter } from "./line-splitter.ts";
import { AGENT_VARIABLE, endTree } from "./process-tree.ts";
import type { AgentExit, StartAgentOptions } from "./types.ts";

/** Longest line of standard error that is passed on, in bytes. */
const MAX_STDERR_LINE = 4_000;
/** Lines of standard error kept for the sentence that tells why it failed. */
const LAST_LINES = 20;
/** How long the pipes of an ended agent may take to run dry, and an agent whose output has ended to end as well. */
const DRAIN_MS = 250;

export interface AgentProcess {
	stdin: Writable;
	stdout: Readable;
	facts(): AgentFacts;
	/** Marks what is started for it, so that it ends with it: the value of the variable `AGENT_VARIABLE`. */
	token: string;
	/** Resolves when the process itself has ended. */
	ended: Promise<AgentExit>;
	/** Resolves when it has ended and nothing of what it started is left. */
	exited: Promise<AgentExit>;
	/** Ends it and everything it started. */
	stop(): Promise<void>;
	/** After its output has ended: how it ends by itself right then, or null when it had to be ended. */
	hungUp(): Promise<AgentExit | null>;
}

type SpawnOptions = Pick<StartAgentOptions, "command" | "env" | "inherited" | "cwd" | "stopTimeoutMs" | "onStderr">;

/**
 * Starts an agent's program with pipes, in a session and process group of its own.
 *
 * @throws NightshiftError `agent-failed` when it cannot be started.
 */
export async function spawnAgent(options: SpawnOptions): Promise<AgentProcess> {
	const { command, cwd, env = {}, inherited = process.env, stopTimeoutMs = 3_000, onStderr } = options;
	const [file, ...args] = command;
	if (!file) throw new NightshiftError("agent-failed", `The agent's command is empty; correct "agent" in config.json.`);
	const label = oneLine([basename(file), ...args].join(" "), 120);
	// A missing folder gives the same ENOENT as a missing program.
	if (!(await isFolder(cwd))) throw folderMissing(label, cwd);

	const token = randomUUID();
	// execa finds npx.cmd and the like on Windows.
	const child = execa(file, args, {
		cwd,
		env: agentEnvironment(inherited, env, token),
		extendEnv: false,
		detached: process.platform !== "win32",
		stdin: "pipe",
		stdout: "pipe",
		stderr: "pipe",
		buffer: false,
		reject: false,
		cleanup: false,
		windowsHide: true,
	});
	// Piped at once: execa lets streams flow away that nobody has taken by the next tick.
	const stdout = child.stdout.pipe(new PassThrough());
	const lastLines = watchStderr(child.stderr, onStderr);
	// Writing to an agent that has just died fails here too; its end is seen by `ended`.
	child.stdin.on("error", () => undefined);

	const drained = once(child, "close");
	const exit = once(child, "exit").then(([code, signal]): AgentExit => ({ code, signal }));
	const started = once(child, "spawn");
	// Without a process these never happen, or reject with the reason that is thrown below.
	for (const event of [drained, exit]) event.catch(() => undefined);
	const problem = await Promise.race([started.then(() => null), child.then(({ cause }) => cause)]).catch(
		(error) => error,
	);
	const { pid } = child;
	if (problem || pid === undefined) throw spawnFailed(label, file, problem ?? new Error("it has no process"));

	let gone = false;
	const ended = exit.finally(() => {
		gone = true;
	});
	const end = async () => {
		child.stdin.end();
		try {
			const left = await endTree(pid, token, { timeoutMs: stopTimeoutMs, leaderGone: () => gone });
			if (left.length > 0)
				onStderr(`could not end what the agent started: pid ${left.map((one) => one.pid).join(", ")}`);
		} catch (error) {
			onStderr(`could not look for what the agent started: ${String(error)}`);
			if (!gone) signalGroup(pid, "SIGKILL");
		}
	};
	let ending: Promise<void> | undefined;
	const stop = () => (ending ??= end());
	const hangUp = async () => {
		const exit = await Promise.race([ended, delay(DRAIN_MS, null)]);
		await stop();
		return exit;
	};
	let hangingUp: Promise<AgentExit | null> | undefined;
	return {
		stdin: child.stdin,
		stdout,
		facts: () => ({ label, lastLines: [...lastLines] }),
		token,
		ended,
		exited: ended.then(async (how) => {
			await stop();
			// What it wrote last may still be in the pipes, and a process that could not be ended may hold them open.
			await Promise.race([drained, delay(DRAIN_MS)]);
			return how;
		}),
		stop,
		hungUp: () => (hangingUp ??= hangUp()),
	};
}

/**
 * The agent's environment: ours and what the configuration adds. Without the status file, which is this daemon's own
 * voice. As root, `IS_SANDBOX=yes` breaks Claude's adapter, which wants 1 or nothing.
 */
export function agentEnvironment(
	base: NodeJS.ProcessEnv,
	added: Record<string, string>,
	token: string,
): Record<string, string | undefined> {
	const env: Record<string, string | undefined> = { ...base, ...added, [AGENT_VARIABLE]: token };
	delete env.NIGHTSHIFT_STATUS_FILE;
	if (env.IS_SANDBOX !== "1") delete env.IS_SANDBOX;
	return env;
}

/** Passes lines on and returns the list of the last ones, which goes on changing. */
function watchStderr(stderr: Readable, onLine: (line: string) => void): string[] {
	const splitter = new LineSplitter(MAX_STDERR_LINE);
	const last: string[] = [];
	const take = (lines: Iterable<{ bytes: Buffer; cut: boolean }>) => {
		for (const { bytes, cut } of lines) {
			const line = bytes.toString("utf8").trimEnd() + (cut ? "…" : "");
			if (line === "") continue;
			last.push(line);
			if (last.length > LAST_LINES) last.shift();
			onLine(line);
		}
	};
	stderr.on("data", (chunk: Buffer) => take(splitter.push(chunk)));
	stderr.on("end", () => take(splitter.end()));
	stderr.on("error", () => undefined); // the process's end tells what matters
	return last;
}

async function isFolder(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		return false;
	}
}
