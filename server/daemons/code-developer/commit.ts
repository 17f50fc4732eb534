import { oneLine } from "../../agents/capped-text.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { git, lastWords, tryGit } from "./git.ts";

/** A pre-commit hook may run a whole test suite. */
const COMMIT_TIMEOUT_MS = 30 * 60_000;
const FALLBACK_NAME = "Nightshift";
const FALLBACK_EMAIL = "nightshift@localhost";

export interface CommitRequest {
	worktree: string;
	branch: string;
	baseCommit: string;
	item: { id: string; title: string };
	signal: AbortSignal;
}

/**
 * Commits everything in the worktree on its branch. The author is the one git is set up with, else Nightshift. Not
 * signed: nobody is at the keyboard to unlock a key. The repository's hooks run, and what they refuse is not committed.
 *
 * @returns the branch's new head, also when the agent made the commits itself; null when nothing was changed at all.
 * @throws NightshiftError `git-failed`, with the hook's or git's words in `details.output`.
 */
export async function commitAll({ worktree, branch, baseCommit, item, signal }: CommitRequest): Promise<string | null> {
	const current = await tryGit(worktree, ["symbolic-ref", "--quiet", "HEAD"], { signal });
	if (current.stdout !== `refs/heads/${branch}`) {
		throw new NightshiftError(
			"git-failed",
			`The worktree ${worktree} is no longer on its branch ${branch}; look at what was done there.`,
		);
	}
	await git(worktree, ["add", "--all"], { signal, timeoutMs: COMMIT_TIMEOUT_MS });
	const staged = await tryGit(worktree, ["diff", "--cached", "--quiet"], { signal });
	if (!staged.ok) await commit(worktree, item, signal);
	const head = await git(worktree, ["rev-parse", "HEAD"], { signal });
	return head === baseCommit ? null : head;
}

async function commit(worktree: string, item: { id: string; title: string }, signal: AbortSignal): Promise<void> {
	const message = ["--message", oneLine(`${item.id}: ${item.title}`, 200), "--message", `Nightshift-Item: ${item.id}`];
	const done = await tryGit(worktree, ["commit", "--quiet", "--no-gpg-sign", ...message], {
		signal,
		timeoutMs: COMMIT_TIMEOUT_MS,
		env: await missingIdentity(worktree, signal),
	});
	if (!done.ok) {
		throw new NightshiftError("git-failed", `The commit was refused: ${lastWords(done.output)}`, {
			output: done.output,
		});
	}
}

/** Name and address for whoever has told git neither; what is set stays. */
async function missingIdentity(worktree: string, signal: AbortSignal): Promise<Record<string, string>> {
	const [name, email] = await Promise.all([
		tryGit(worktree, ["config", "--get", "user.name"], { signal }),
		tryGit(worktree, ["config", "--get", "user.email"], { signal }),
	]);
	const env: Record<string, string> = {};
	for (const role of ["AUTHOR", "COMMITTER"]) {
		if (!name.stdout && !process.env[`GIT_${role}_NAME`]) env[`GIT_${role}_NAME`] = FALLBACK_NAME;
		if (!email.stdout && !process.env[`GIT_${role}_EMAIL`]) env[`GIT_${role}_EMAIL`] = FALLBACK_EMAIL;
	}
	return env;
}
