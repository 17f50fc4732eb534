import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { lastWords, tryGit } from "../../git/git.ts";
import { branchOf, freeName, itemName } from "./naming.ts";
import type { Workspace } from "./workspace.ts";

/** A large checkout on a slow disk, with the person's post-checkout hook. */
const CHECKOUT_TIMEOUT_MS = 15 * 60_000;

/** Where an item is worked on. */
export interface WorktreePlace {
	branch: string;
	/** The worktree's folder. */
	worktree: string;
}

/** A branch and a folder for the item that nothing has yet: what exists under the name is somebody's work. */
export async function chooseWorktree(
	workspace: Workspace,
	worktrees: string,
	item: { id: string; title: string },
	signal: AbortSignal,
): Promise<WorktreePlace> {
	const name = await freeName(itemName(item.id, item.title), async (candidate) => {
		if (await exists(join(worktrees, candidate))) return true;
		return branchExists(workspace.root, branchOf(candidate), signal);
	});
	return { branch: branchOf(name), worktree: join(worktrees, name) };
}

/** Whether the worktree is (still) there. */
export function hasWorktree({ worktree }: Pick<WorktreePlace, "worktree">): Promise<boolean> {
	return exists(join(worktree, ".git"));
}

/**
 * Makes the worktree of a run in which nobody has worked yet. One that is there and not clean was left half-made when the
 * daemon was killed, and is made anew.
 *
 * @throws NightshiftError `git-failed`.
 */
export async function makeWorktree(
	workspace: Workspace,
	{ branch, worktree, baseCommit }: WorktreePlace & { baseCommit: string },
	signal: AbortSignal,
): Promise<void> {
	if ((await hasWorktree({ worktree })) && (await isClean(worktree, signal))) return;
	await rm(worktree, { recursive: true, force: true });
	await mkdir(dirname(worktree), { recursive: true, mode: 0o700 });
	const hasBranch = await branchExists(workspace.root, branch, signal);
	// --no-track: no line in the person's configuration. --force, twice: git may still have a record of this very folder, and
	// one that was killed early is locked.
	const target = hasBranch ? [worktree, branch] : ["--no-track", "-b", branch, worktree, baseCommit];
	const added = await tryGit(workspace.root, ["worktree", "add", "--quiet", "--force", "--force", ...target], {
		signal,
		timeoutMs: CHECKOUT_TIMEOUT_MS,
	});
	if (added.ok) return;
	const { output } = added;
	throw new NightshiftError("git-failed", `The worktree ${worktree} could not be made: ${lastWords(output)}`, {
		output,
	});
}

async function branchExists(root: string, branch: string, signal: AbortSignal): Promise<boolean> {
	return (await tryGit(root, ["show-ref", "--verify", "--quiet", `refs/heads/${branch}`], { signal })).ok;
}

async function isClean(worktree: string, signal: AbortSignal): Promise<boolean> {
	const status = await tryGit(worktree, ["status", "--porcelain"], { signal });
	return status.ok && status.stdout === "";
}

async function exists(path: string): Promise<boolean> {
	return (await stat(path).catch(() => null)) !== null;
}
