import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { git, lastWords, tryGit } from "./git.ts";
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

/**
 * Makes sure that the worktree is there, whole. `untouched` says that nobody has worked in it yet, so that a half-made one
 * (the daemon was killed while git wrote it) can be made anew; otherwise what is there is kept as it is.
 */
export async function ensureWorktree(
	workspace: Workspace,
	place: WorktreePlace & { baseCommit: string },
	untouched: boolean,
	signal: AbortSignal,
): Promise<void> {
	const { branch, worktree, baseCommit } = place;
	if (await exists(join(worktree, ".git"))) {
		if (!untouched || (await isClean(worktree, signal))) return;
		await git(workspace.root, ["worktree", "remove", "--force", "--force", worktree], { signal });
	}
	await mkdir(dirname(worktree), { recursive: true, mode: 0o700 });
	const hasBranch = await branchExists(workspace.root, branch, signal);
	// --force: git may still have a record of this very folder, deleted since. --no-track: no line in the person's config.
	const target = hasBranch ? [worktree, branch] : ["--no-track", "-b", branch, worktree, baseCommit];
	const added = await tryGit(workspace.root, ["worktree", "add", "--quiet", "--force", ...target], {
		signal,
		timeoutMs: CHECKOUT_TIMEOUT_MS,
	});
	if (!added.ok) {
		throw new NightshiftError("git-failed", `The worktree ${worktree} could not be made: ${lastWords(added.output)}`, {
			output: added.output,
		});
	}
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
