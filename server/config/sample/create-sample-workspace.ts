import { randomUUID } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { git, tryGit } from "../../git/git.ts";
import { packageRoot } from "../package-root.ts";

/** The sample's history. The dates are fixed, so that the sample is the same everywhere. */
const COMMITS = [
	{ at: "2026-03-01T22:10:00+0000", message: "Start the notebook", paths: [".gitattributes", "README.md", "notes"] },
	{ at: "2026-03-01T23:40:00+0000", message: "Look into the notebook with a script", paths: ["bin", "tests"] },
	{ at: "2026-03-02T07:05:00+0000", message: "Write down what comes next", paths: ["ROADMAP.md"] },
];

/** The person's hooks and signing are for their own work; signing might also ask for a passphrase. */
const UNMOVED = { "core.hooksPath": "/dev/null", "commit.gpgSign": "false" };

/**
 * Makes a small git repository at `dir` with a roadmap whose items can be worked on at once: safe, quick, without network.
 *
 * A repository with a commit that is there already is left alone, whatever is in it. Anything else that stands in the way is
 * moved aside, to `dir` with `.replaced-…` after it. The repository is made beside `dir` and moved there when it is whole, so
 * that nobody ever sees half of it.
 *
 * @throws NightshiftError `git-failed`, or `config-invalid` when the folder cannot be written
 */
export async function createSampleWorkspace(dir: string): Promise<void> {
	const target = resolve(dir);
	if ((await stateOf(target)) === "whole") return;
	try {
		await mkdir(dirname(target), { recursive: true, mode: 0o700 });
		const draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
		try {
			await fill(draft);
			await place(draft, target);
		} finally {
			await rm(draft, { recursive: true, force: true });
		}
	} catch (error) {
		throw error instanceof NightshiftError ? error : unwritable(target, error);
	}
}

async function fill(folder: string): Promise<void> {
	await cp(join(packageRoot(), "server", "config", "sample", "files"), folder, { recursive: true });
	await git(folder, ["init", "--quiet", "--template="]);
	// Older than `git init --initial-branch`.
	await git(folder, ["symbolic-ref", "HEAD", "refs/heads/main"]);
	await ensureIdentity(folder);
	for (const { at, message, paths } of COMMITS) {
		// Forced: the person's own list of files to ignore may name one of ours.
		await git(folder, ["add", "--force", "--", ...paths]);
		const env = { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
		await git(folder, ["commit", "--quiet", "-m", message], { env, config: UNMOVED });
	}
}

/** git refuses to commit for nobody, the sample's own commits and the daemon's later. */
async function ensureIdentity(folder: string): Promise<void> {
	for (const [key, value] of [
		["user.name", "Nightshift sample"],
		["user.email", "sample@nightshift.invalid"],
	] as const) {
		const known = await tryGit(folder, ["config", "--get", key]);
		if (known.stdout.trim() === "") await git(folder, ["config", "--local", key, value]);
	}
}

/** Moves the finished draft to its place. When somebody else was quicker, theirs stays. */
async function place(draft: string, target: string): Promise<void> {
	const state = await stateOf(target);
	if (state === "whole") return;
	if (state === "empty") await rmdir(target);
	if (state === "other") await rename(target, `${target}.replaced-${randomUUID().slice(0, 8)}`);
	try {
		await rename(draft, target);
	} catch (error) {
		if ((await stateOf(target)) !== "whole") throw error;
	}
}

/** `whole`: a repository with a commit, or one that git does not let us judge. */
async function stateOf(folder: string): Promise<"missing" | "empty" | "whole" | "other"> {
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return "missing";
		if (code === "ENOTDIR") return "other";
		throw unwritable(folder, error);
	}
	if (names.length === 0) return "empty";
	if (!names.includes(".git")) return "other";
	// Quietly, 1 says that there is no commit; anything else is git's own trouble with the repository.
	const head = await tryGit(folder, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]);
	return head.exitCode === 1 ? "other" : "whole";
}

function unwritable(folder: string, error: unknown): NightshiftError {
	const { code = "unknown error" } = error as NodeJS.ErrnoException;
	const why = code === "ENOSPC" ? "the disk is full: make room" : `the system says ${code}`;
	return new NightshiftError(
		"config-invalid",
		`The sample workspace ${folder} cannot be made; ${why}.`,
		{ folder },
		{ cause: error },
	);
}
