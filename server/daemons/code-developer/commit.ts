import { NightshiftError } from "../../contract/errors.ts";
import { contains } from "../../git/contains.ts";
import { git, isDiskFull, lastWords, tryGit } from "../../git/git.ts";
import { hasWorktree } from "../../git/has-worktree.ts";
import { missingIdentity } from "../../git/identity.ts";
import { breakStaleLock } from "../../git/index-lock.ts";
import { operationUnderWay } from "../../git/under-way.ts";
import { oneLine } from "../../text/cut.ts";
import { commitMessage } from "./finish/commit-message.ts";
import { largeCommitted } from "./finish/large-committed.ts";
import { changesIn, objection } from "./finish/look-over.ts";
import { removeUnfinished } from "./finish/remove-unfinished.ts";

/** A pre-commit hook may run a whole test suite. */
const COMMIT_TIMEOUT_MS = 30 * 60_000;
const MAX_WORDS = 300;

export interface CommitRequest {
	/** The configured folder of the repository that the worktree belongs to. */
	workspace: string;
	worktree: string;
	branch: string;
	baseCommit: string;
	item: { id: string; title: string };
	/** What the agent said last; secrets are taken out by whoever calls. */
	summary: string | null;
	/** Commands that succeeded. */
	checks: string[];
	signal: AbortSignal;
}

export type CommitResult =
	| { commit: string | null }
	/** One sentence; `output`: the hook's or git's words. */
	| { refused: string; output: string | null };
type Refusal = Extract<CommitResult, { refused: string }>;

/**
 * Commits everything in the worktree on its branch. The author is the one git is set up with, else Nightshift. Not
 * signed: nobody is at the keyboard to unlock a key. The repository's hooks run, and what they refuse is not committed; what
 * they rewrite is committed as they left it.
 *
 * @returns the branch's new head, also when the agent made the commits itself, null when nothing was changed at all; or why
 * there can be no commit.
 * @throws NightshiftError `git-failed` for what time or a person may mend.
 */
export async function commitAll(request: CommitRequest): Promise<CommitResult> {
	const { worktree, branch, baseCommit, signal } = request;
	if (!(await hasWorktree(request))) {
		return refuse(
			`The worktree ${worktree} is gone, or not the repository's any more; what was committed is on ${branch}.`,
		);
	}
	const strayed = await returnToBranch(worktree, branch, signal);
	if (strayed) return strayed;
	await removeUnfinished(worktree, signal);
	const refusal = (await lookOver(worktree, signal)) ?? (await stageAndCommit(request));
	if (refusal) return refusal;
	const head = await git(worktree, ["rev-parse", "HEAD"], { signal });
	// Also when it was moved back behind where it began.
	if (await contains(worktree, baseCommit, head, signal)) return { commit: null };
	const large = await largeCommitted(worktree, baseCommit, head, signal);
	return large ? refuse(large) : { commit: head };
}

/** Whether the worktree is on its branch; one that only left it without a name comes back with its commits. */
async function returnToBranch(worktree: string, branch: string, signal: AbortSignal): Promise<Refusal | null> {
	const underWay = await operationUnderWay(worktree, signal);
	// A merge without conflicts ends with the commit; all else is somebody's half-done work.
	if (underWay && underWay !== "merge")
		return refuse(`A ${underWay} is under way in ${worktree}; finish or abort it there.`);
	const ref = `refs/heads/${branch}`;
	const current = await tryGit(worktree, ["symbolic-ref", "--quiet", "HEAD"], { signal });
	if (current.stdout === ref) return null;
	const tip = await tryGit(worktree, ["rev-parse", "--verify", "--quiet", ref], { signal });
	const isDetached = current.stdout === "";
	if (isDetached && tip.ok && (await contains(worktree, "HEAD", tip.stdout, signal))) {
		await git(worktree, ["update-ref", "-m", "nightshift: take up commits", ref, "HEAD", tip.stdout], { signal });
		await git(worktree, ["symbolic-ref", "-m", "nightshift: return to the branch", "HEAD", ref], { signal });
		return null;
	}
	return refuse(`The worktree ${worktree} is no longer on its branch ${branch}; look at what was done there.`);
}

async function lookOver(worktree: string, signal: AbortSignal): Promise<Refusal | null> {
	const problem = await objection(worktree, await changesIn(worktree, signal), signal);
	return problem === null ? null : refuse(problem);
}

async function stageAndCommit({ worktree, item, summary, checks, signal }: CommitRequest): Promise<Refusal | null> {
	const message = commitMessage(item, summary, checks);
	const before = await git(worktree, ["rev-parse", "HEAD"], { signal });
	const unstaged = await stage("--all");
	if (unstaged) return unstaged;
	if (!(await hasSomething())) return null;
	const first = await commit(["--file=-"]);
	// A hook that rewrote files wants them looked at and committed again: once. What it made beside them is not the work.
	if ((await tryGit(worktree, ["diff", "--quiet"], { signal })).ok) return first;
	const refusal = (await lookOver(worktree, signal)) ?? (await stage("--update"));
	if (refusal) return refusal;
	const isOurs = first === null && (await git(worktree, ["rev-parse", "HEAD^"], { signal })) === before;
	return commit(isOurs ? ["--amend", "--no-edit"] : ["--file=-"]);

	async function stage(which: "--all" | "--update"): Promise<Refusal | null> {
		const add = () => tryGit(worktree, ["add", which, "--sparse"], { signal, timeoutMs: COMMIT_TIMEOUT_MS });
		let added = await add();
		if (!added.ok && (await breakStaleLock(worktree, added.output))) added = await add();
		if (added.ok) return null;
		const { output } = added;
		if (isForTimeToMend(output)) throw unavailable(worktree, output);
		return { refused: `Git does not take what was done: ${oneLine(lastWords(output), MAX_WORDS)}`, output };
	}

	async function hasSomething(): Promise<boolean> {
		if ((await operationUnderWay(worktree, signal)) === "merge") return true;
		return !(await tryGit(worktree, ["diff", "--cached", "--quiet"], { signal })).ok;
	}

	async function commit(options: string[]): Promise<Refusal | null> {
		const done = await tryGit(worktree, ["commit", "--quiet", "--no-gpg-sign", "--cleanup=whitespace", ...options], {
			signal,
			timeoutMs: COMMIT_TIMEOUT_MS,
			tooLong: `a hook took longer than ${COMMIT_TIMEOUT_MS / 60_000} minutes`,
			env: await missingIdentity(worktree, signal),
			input: message,
		});
		if (done.ok) return null;
		const { output } = done;
		if (isForTimeToMend(output)) throw unavailable(worktree, output);
		return { refused: `The commit was refused: ${oneLine(lastWords(output), MAX_WORDS)}`, output };
	}
}

/** Another git at work in there (a hook of an instance that was killed, or the person), or nowhere to write to. */
function isForTimeToMend(output: string): boolean {
	return output.includes("index.lock") || isDiskFull(output) || /insufficient permission for adding/.test(output);
}

function unavailable(worktree: string, output: string): NightshiftError {
	return new NightshiftError("git-failed", `Nothing can be committed in ${worktree}: ${lastWords(output)}`, { output });
}

function refuse(refused: string): Refusal {
	return { refused, output: null };
}
