import { existsSync } from "node:fs";
import { execa } from "execa";
import { NightshiftError } from "../contract/errors.ts";
import { endGroup } from "../process-table/end-group.ts";
import { signalGroup } from "../process-table/signals.ts";
import { capText } from "../text/capped-text.ts";
import { WITHOUT_SURROUNDINGS } from "./surroundings.ts";

/** Nothing that only reads takes longer. */
const READ_TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 16_000;
/** How long git has when it is to end, and then what it has left of its hooks. */
const FORCE_AFTER_MS = 1_000;
const REST_GRACE_MS = 300;

/** No maintenance and no file-system monitor in the background: they would be processes left behind. */
const QUIET = { "gc.auto": "0", "maintenance.auto": "false", "core.fsmonitor": "false" };

export interface GitOptions {
	signal?: AbortSignal;
	timeoutMs?: number;
	env?: Record<string, string>;
	/** Settings for this command alone, `{"commit.gpgSign": "false"}`. */
	config?: Record<string, string>;
}
export interface GitResult {
	ok: boolean;
	/** Null when a signal ended it. */
	exitCode: number | null;
	/** Without the final line break. */
	stdout: string;
	/** Both streams as they came, cut to a readable size. */
	output: string;
}

/**
 * Runs git and tells whether it succeeded. Never asks anything on a terminal, never refreshes an index on the side.
 *
 * @throws NightshiftError `git-failed` when git is missing or takes too long; an AbortError when aborted. Hooks that git
 * was running then are ended with it.
 */
export async function tryGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
	const { signal, timeoutMs = READ_TIMEOUT_MS, env, config = {} } = options;
	signal?.throwIfAborted();
	const settings = Object.entries({ ...QUIET, ...config }).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
	const child = execa("git", [...settings, ...args], {
		cwd,
		// Messages in English, texts of hooks and files still in UTF-8.
		env: {
			...WITHOUT_SURROUNDINGS,
			GIT_TERMINAL_PROMPT: "0",
			GIT_OPTIONAL_LOCKS: "0",
			LC_ALL: "C.UTF-8",
			...env,
		},
		stdin: "ignore",
		all: true,
		reject: false,
		maxBuffer: 10_000_000,
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
	if (end.wasUsed()) {
		throw failed(
			`git ${args[0]} in ${cwd} took longer than ${timeoutMs / 1000} s; see what holds it (a lock, a slow disk, a hook).`,
		);
	}
	if (result.code === "ENOENT") {
		throw failed(
			existsSync(cwd)
				? "git was not found; install git, or put it on the PATH."
				: `The folder ${cwd} is gone; bring it back.`,
		);
	}
	const output = capText(result.all || result.shortMessage || "", MAX_OUTPUT);
	return { ok: !result.failed, exitCode: result.exitCode ?? null, stdout: result.stdout, output };
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

function failed(sentence: string): NightshiftError {
	return new NightshiftError("git-failed", sentence);
}

/** Runs git and returns what it printed. @throws NightshiftError `git-failed` with git's own words. */
export async function git(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
	const { ok, stdout, output } = await tryGit(cwd, args, options);
	if (!ok) throw new NightshiftError("git-failed", `git ${args[0]} failed in ${cwd}: ${lastWords(output)}`, { output });
	return stdout;
}

/** The line in which git says what is wrong, else the last one. */
export function lastWords(output: string): string {
	const lines = output
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
	const told = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1) ?? "it said nothing";
	return told.replace(/^(fatal|error): /, "");
}
