import { execa } from "execa";
import { endGroup } from "../process-table/end-group.ts";
import { signalGroup } from "../process-table/signals.ts";

/** How long a program has when it is to end, and then what it has left of its children. */
const FORCE_AFTER_MS = 1_000;
const REST_GRACE_MS = 300;
/** What is kept of its output, in characters. */
const MAX_CHARACTERS = 10_000_000;

export interface BoundedOptions {
	cwd: string;
	/** Added to the environment; undefined takes a variable away. */
	env: Record<string, string | undefined>;
	/** Ends the program and all of its group. */
	signal?: AbortSignal;
	timeoutMs: number;
	/** What it reads; nothing when left out. */
	input?: string;
}

export interface BoundedResult {
	ok: boolean;
	/** Null when a signal ended it, or it was not started. */
	exitCode: number | null;
	/** Without the final line break. */
	stdout: string;
	/** Both streams as they came. */
	all: string;
	/** It was ended because the time was up. */
	timedOut: boolean;
	/** It was ended because it printed more than anybody reads; `stdout` is the beginning. */
	flooded: boolean;
	/** The program or the folder is not there. */
	missing: boolean;
}

/**
 * Runs a program without a terminal, for a limited time; what it leaves running in its group is ended with it.
 *
 * @throws AbortError when `signal` aborts.
 */
export async function runBounded(
	program: string,
	args: readonly string[],
	{ cwd, env, signal, timeoutMs, input }: BoundedOptions,
): Promise<BoundedResult> {
	signal?.throwIfAborted();
	const child = execa(program, args, {
		cwd,
		env,
		...(input === undefined ? { stdin: "ignore" as const } : { input }),
		all: true,
		reject: false,
		maxBuffer: MAX_CHARACTERS,
		detached: process.platform !== "win32",
	});
	const end = endable(child.pid);
	const timer = setTimeout(end.now, timeoutMs);
	signal?.addEventListener("abort", end.now, { once: true });
	const result = await child;
	clearTimeout(timer);
	signal?.removeEventListener("abort", end.now);
	await end.done();
	signal?.throwIfAborted();
	return {
		ok: !result.failed,
		exitCode: result.exitCode ?? null,
		stdout: result.stdout,
		all: result.all || result.shortMessage || "",
		timedOut: end.wasUsed(),
		flooded: result.isMaxBuffer,
		missing: result.code === "ENOENT",
	};
}

/** Ends a process that leads a group, and the group: politely, so that git removes its locks, then by force. */
function endable(pid: number | undefined) {
	let force: NodeJS.Timeout | undefined;
	const now = () => {
		if (force || pid === undefined) return;
		signalGroup(pid, "SIGTERM");
		force = setTimeout(() => signalGroup(pid, "SIGKILL"), FORCE_AFTER_MS);
	};
	const done = async () => {
		if (!force || pid === undefined) return;
		clearTimeout(force);
		await endGroup(pid, REST_GRACE_MS);
	};
	return { now, done, wasUsed: () => force !== undefined };
}
