import { NightshiftError } from "../../contract/errors.ts";
import { git, lastWords, tryGit } from "../../git/git.ts";
import { oneLine } from "../../text/cut.ts";

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

export type CommitResult =
	| { commit: string | null }
	/** One sentence; `output`: the hook's or git's words. */
	| { refused: string; output: string | null };

/**
 * Commits everything in the worktree on its branch. The author is the one git is set up with, else Nightshift. Not
 * signed: nobody is at the keyboard to unlock a key. The repository's hooks run, and what they refuse is not committed.
 *
 * @returns the branch's new head, also when the agent made the commits itself, null when nothing was changed at all; or why
 * there can be no commit.
 * @throws NightshiftError `git-failed` for what time or a person may mend.
 */
export async function commitAll({ worktree, branch, baseCommit, item, signal }: CommitRequest): Promise<CommitResult> {
	const current = await tryGit(worktree, ["symbolic-ref", "--quiet", "HEAD"], { signal });
	if (current.stdout !== `refs/heads/${branch}`) {
		return {
			refused: `The worktree ${worktree} is no longer on its branch ${branch}; look at what was done there.`,
			output: null,
		};
	}
	await git(worktree, ["add", "--all"], { signal, timeoutMs: COMMIT_TIMEOUT_MS });
	const staged = await tryGit(worktree, ["diff", "--cached", "--quiet"], { signal });
	const refusal = staged.ok ? null : await commit(worktree, item, signal);
	if (refusal) return refusal;
	const head = await git(worktree, ["rev-parse", "HEAD"], { signal });
	return { commit: head === baseCommit ? null : head };
}

async function commit(
	worktree: string,
	item: { id: string; title: string },
	signal: AbortSignal,
): Promise<Extract<CommitResult, { refused: string }> | null> {
	const message = ["--message", oneLine(`${item.id}: ${item.title}`, 200), "--message", `Nightshift-Item: ${item.id}`];
	const done = await tryGit(worktree, ["commit", "--quiet", "--no-gpg-sign", ...message], {
		signal,
		timeoutMs: COMMIT_TIMEOUT_MS,
		env: await missingIdentity(worktree, signal),
	});
	if (done.ok) return null;
	const { output } = done;
	// Another git at work in there: a hook of an instance that was killed, or the person.
	if (output.includes("index.lock")) throw new NightshiftError("git-failed", lastWords(output));
	return { refused: `The commit was refused: ${lastWords(output)}`, output };
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
