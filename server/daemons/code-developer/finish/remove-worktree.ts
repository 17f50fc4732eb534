import { lastWords, tryGit } from "../../../git/git.ts";
import { hasWorktree } from "../../../git/has-worktree.ts";
import type { Run } from "../runs.ts";
import type { Workspace } from "../workspace.ts";

/** A large checkout on a slow disk. */
const REMOVE_TIMEOUT_MS = 5 * 60_000;

export interface Removal {
	worktree: boolean;
	branch: boolean;
	/** Why something was left, in one sentence; null when nothing was. */
	kept: string | null;
}

/**
 * Removes the worktree of work that is over. One in which something is not committed stays, and so does a branch that is not
 * merged into what is checked out. What git is told to ignore goes with the worktree; nothing else is lost.
 *
 * @throws AbortError when `signal` aborts; NightshiftError `git-failed` when git takes too long.
 */
export async function removeWorktree(
	{ root }: Pick<Workspace, "root">,
	{ branch, worktree }: Pick<Run, "branch" | "worktree">,
	{ deleteBranch }: { deleteBranch: boolean },
	signal: AbortSignal,
): Promise<Removal> {
	const reason = (await hasWorktree({ workspace: root, worktree })) ? await whyToKeep() : null;
	if (reason) return { worktree: false, branch: false, kept: reason };
	const removed = await tryGit(root, ["worktree", "remove", worktree], {
		signal,
		timeoutMs: REMOVE_TIMEOUT_MS,
		// Git itself looks for new files only as the person's settings say.
		config: { "status.showUntrackedFiles": "all" },
	});
	// Removed before: git knows of no such worktree, and nothing is there.
	if (!removed.ok && !/is not a working tree/.test(removed.output))
		return { worktree: false, branch: false, kept: `${worktree} was not removed: ${lastWords(removed.output)}` };
	if (!deleteBranch) return { worktree: true, branch: false, kept: null };
	const exists = await tryGit(root, ["show-ref", "--verify", "--quiet", `refs/heads/${branch}`], { signal });
	if (!exists.ok) return { worktree: true, branch: true, kept: null };
	const deleted = await tryGit(root, ["branch", "--delete", "--", branch], { signal });
	if (deleted.ok) return { worktree: true, branch: true, kept: null };
	return { worktree: true, branch: false, kept: `The branch ${branch} was not deleted: ${lastWords(deleted.output)}` };

	async function whyToKeep(): Promise<string | null> {
		const options = ["--porcelain", "--untracked-files=all", "--ignore-submodules=none"];
		const status = await tryGit(worktree, ["status", ...options], { signal });
		if (!status.ok) return `${worktree} cannot be read by git: ${lastWords(status.output)}`;
		if (status.stdout !== "") return `There is something in ${worktree} that is not committed.`;
		const head = await tryGit(worktree, ["rev-parse", "--verify", "HEAD"], { signal });
		const held = await tryGit(root, ["for-each-ref", "--count=1", `--contains=${head.stdout}`, "refs/heads"], {
			signal,
		});
		return held.ok && held.stdout ? null : `${worktree} has commits that are on no branch.`;
	}
}
