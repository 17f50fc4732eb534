import { execa } from "execa";
import { NightshiftError } from "../../contract/errors.ts";

const TIMEOUT_MS = 60_000;

/** The person's hooks and signing are for their own work; signing might also ask for a passphrase. */
const UNMOVED = [
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"commit.gpgSign=false",
	"-c",
	"gc.auto=0",
	"-c",
	"maintenance.auto=false",
];

/** What names another repository, when Nightshift is started from a git hook (as `git rev-parse --local-env-vars`). */
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

/** Runs git in `folder` and tells how it ended. @throws NightshiftError `git-failed` when it could not be run. */
export async function tryGit(
	folder: string,
	args: readonly string[],
	env: Record<string, string> = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
	const unset = Object.fromEntries(LOCAL_VARIABLES.map((name) => [name, undefined]));
	const { exitCode, stdout, stderr, code, timedOut } = await execa("git", [...UNMOVED, ...args], {
		cwd: folder,
		env: { ...unset, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", ...env },
		stdin: "ignore",
		timeout: TIMEOUT_MS,
		reject: false,
	});
	if (code === "ENOENT") {
		throw new NightshiftError("git-failed", "git was not found; install git, or put it on the PATH.");
	}
	if (exitCode === undefined) {
		const how = timedOut ? "took longer than a minute" : `could not be run (${code ?? "stopped by a signal"})`;
		throw new NightshiftError("git-failed", `git ${args[0]} ${how}; try it by hand in ${folder}.`);
	}
	return { exitCode, stdout, stderr };
}

/** Runs git in `folder`. @throws NightshiftError `git-failed` with git's own last line when it fails. */
export async function git(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
	const { exitCode, stderr } = await tryGit(folder, args, env);
	if (exitCode === 0) return;
	const reason = stderr.trim().split("\n").at(-1) ?? "";
	throw new NightshiftError("git-failed", `git ${args[0]} failed in ${folder}: ${reason}`, { stderr });
}
