import { existsSync } from "node:fs";
import { NightshiftError } from "../contract/errors.ts";
import { capText } from "../text/capped-text.ts";
import { runBounded } from "./bounded.ts";
import { WITHOUT_SURROUNDINGS } from "./surroundings.ts";

/** Nothing that only reads takes longer. */
const READ_TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 16_000;

/** No maintenance and no file-system monitor in the background: they would be processes left behind. */
const QUIET = { "gc.auto": "0", "maintenance.auto": "false", "core.fsmonitor": "false" };

export interface GitOptions {
	signal?: AbortSignal;
	timeoutMs?: number;
	env?: Record<string, string>;
	/** Settings for this command alone, `{"commit.gpgSign": "false"}`. */
	config?: Record<string, string>;
	/** What it reads. */
	input?: string;
	/** What to say when it takes too long: it has failed then with these words, where else it throws. */
	tooLong?: string;
}
export interface GitResult {
	ok: boolean;
	/** Null when a signal ended it. */
	exitCode: number | null;
	/** Without the final line break. */
	stdout: string;
	/** Both streams as they came, cut to a readable size. */
	output: string;
	/** It printed more than is kept: `stdout` is the beginning. */
	flooded: boolean;
}

/**
 * Runs git and tells whether it succeeded. Never asks anything on a terminal, never refreshes an index on the side.
 *
 * @throws NightshiftError `git-failed` when git is missing or takes too long; an AbortError when aborted. Hooks that git
 * was running then are ended with it.
 */
export async function tryGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
	const { signal, timeoutMs = READ_TIMEOUT_MS, env, config = {}, input, tooLong } = options;
	const settings = Object.entries({ ...QUIET, ...config }).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
	const result = await runBounded("git", [...settings, ...args], {
		cwd,
		signal,
		timeoutMs,
		input,
		// Messages in English, texts of hooks and files still in UTF-8.
		env: {
			...WITHOUT_SURROUNDINGS,
			GIT_TERMINAL_PROMPT: "0",
			GIT_OPTIONAL_LOCKS: "0",
			LC_ALL: "C.UTF-8",
			...env,
		},
	});
	const { ok, exitCode, stdout, all, flooded } = result;
	if (result.timedOut) {
		if (tooLong !== undefined) return { ok: false, exitCode: null, stdout, output: tooLong, flooded };
		const seconds = timeoutMs / 1000;
		throw failed(
			`git ${args[0]} in ${cwd} took longer than ${seconds} s; see what holds it (a lock, a slow disk, a hook).`,
		);
	}
	if (result.missing) {
		throw failed(
			existsSync(cwd)
				? "git was not found; install git, or put it on the PATH."
				: `The folder ${cwd} is gone; bring it back.`,
		);
	}
	return { ok, exitCode, stdout, output: capText(all, MAX_OUTPUT), flooded };
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
	if (isDiskFull(output)) return "the disk is full; free some space";
	const lines = output
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
	const told = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1) ?? "it said nothing";
	return told.replace(/^(fatal|error): /, "");
}

/** Whether git could not write because there is no room, on the disk or in the person's quota. */
export function isDiskFull(output: string): boolean {
	return /No space left on device|Disk quota exceeded/.test(output);
}
