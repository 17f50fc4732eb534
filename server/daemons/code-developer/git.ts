import { existsSync } from "node:fs";
import { execa } from "execa";
import { capText } from "../../agents/capped-text.ts";
import { NightshiftError } from "../../contract/errors.ts";

/** Nothing that only reads takes longer. */
const READ_TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 16_000;

/**
 * What git would otherwise take from the surroundings: when Nightshift is started from a git hook, these name the hook's
 * repository instead of ours (the list of `git rev-parse --local-env-vars`).
 */
const LOCAL_VARIABLES = [
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_CONFIG",
	"GIT_CONFIG_PARAMETERS",
	"GIT_CONFIG_COUNT",
	"GIT_OBJECT_DIRECTORY",
	"GIT_DIR",
	"GIT_WORK_TREE",
	"GIT_IMPLICIT_WORK_TREE",
	"GIT_GRAFT_FILE",
	"GIT_INDEX_FILE",
	"GIT_NO_REPLACE_OBJECTS",
	"GIT_REPLACE_REF_BASE",
	"GIT_PREFIX",
	"GIT_SHALLOW_FILE",
	"GIT_COMMON_DIR",
];

/** No maintenance and no file-system monitor in the background: they would be processes left behind. */
const QUIET = ["-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.fsmonitor=false"];

export interface GitOptions {
	signal?: AbortSignal;
	timeoutMs?: number;
	env?: Record<string, string>;
}
export interface GitResult {
	ok: boolean;
	/** Without the final line break. */
	stdout: string;
	/** Both streams as they came, cut to a readable size. */
	output: string;
}

/** Makes this process, and all it starts, forget them. */
export function forgetSurroundings(env: NodeJS.ProcessEnv = process.env): void {
	for (const name of LOCAL_VARIABLES) delete env[name];
}

/**
 * Runs git and tells whether it succeeded. Never asks anything on a terminal, never refreshes an index on the side.
 *
 * @throws NightshiftError `git-failed` when git is missing or takes too long; an AbortError when aborted.
 */
export async function tryGit(cwd: string, args: string[], options: GitOptions = {}): Promise<GitResult> {
	const { signal, timeoutMs = READ_TIMEOUT_MS, env } = options;
	signal?.throwIfAborted();
	const result = await execa("git", [...QUIET, ...args], {
		cwd,
		env: { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C", ...env },
		stdin: "ignore",
		all: true,
		reject: false,
		timeout: timeoutMs,
		cancelSignal: signal,
		maxBuffer: 10_000_000,
	});
	signal?.throwIfAborted();
	if (result.timedOut) {
		throw new NightshiftError(
			"git-failed",
			`git ${args[0]} in ${cwd} took longer than ${timeoutMs / 1000} s; see what holds it (a lock, a slow disk, a hook).`,
		);
	}
	if (result.code === "ENOENT") {
		if (!existsSync(cwd))
			throw new NightshiftError("git-failed", `The folder ${cwd} is gone; bring it back, or skip the item.`);
		throw new NightshiftError("git-failed", "git was not found; install git, or add it to the PATH.");
	}
	const output = capText(result.all || result.shortMessage || "", MAX_OUTPUT);
	return { ok: !result.failed, stdout: result.stdout, output };
}

/** Runs git and returns what it printed. @throws NightshiftError `git-failed` with git's own words. */
export async function git(cwd: string, args: string[], options: GitOptions = {}): Promise<string> {
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
