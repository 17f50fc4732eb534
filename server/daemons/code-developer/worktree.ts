import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { git, lastWords, tryGit } from "../../git/git.ts";
import { hasWorktree } from "../../git/has-worktree.ts";
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
	workspace: Pick<Workspace, "root">,
	worktrees: string,
	item: { id: string; title: string },
	signal: AbortSignal,
): Promise<WorktreePlace> {
	const name = await freeName(itemName(item.id, item.title), async (candidate) => {
		if (await exists(join(worktrees, candidate))) return true;
		return isTaken(workspace.root, branchOf(candidate), signal);
	});
	return { branch: branchOf(name), worktree: join(worktrees, name) };
}

/**
 * Makes the worktree of a run: on its branch when that exists (the worktree was deleted, the commits were not), else on a
 * new one. One that is not as git made it was left half-made when the daemon was killed, or somebody has been at work in it:
 * it is made anew. What was there is moved aside, as is a folder that git does not know and in which there is something.
 *
 * @throws NightshiftError `git-failed`, with one sentence that says what to do.
 */
export async function makeWorktree(
	workspace: Pick<Workspace, "root">,
	{ branch, worktree, baseCommit }: WorktreePlace & { baseCommit: string },
	signal: AbortSignal,
): Promise<void> {
	const { root } = workspace;
	const isThere = await hasWorktree({ workspace: root, worktree });
	if (isThere && (await isWhole(worktree, signal))) return;
	const elsewhere = await checkedOutElsewhere(root, branch, worktree, signal);
	if (elsewhere) {
		throw impossible(
			`The branch ${branch} is checked out in ${elsewhere}; check out another one there, so that the work can go on.`,
		);
	}
	// Git's record is the new one's then: git in the folder that was moved would write there.
	if (isThere) await rm(join(worktree, ".git"), { force: true });
	await moveAside(worktree);
	await mkdir(dirname(worktree), { recursive: true, mode: 0o700 });
	const hasBranch = await branchExists(root, branch, signal);
	// --no-track: no line in the person's configuration. --force, twice: git may still have a record of this very folder, and
	// one that was killed early is locked.
	const target = hasBranch ? [worktree, branch] : ["--no-track", "-b", branch, worktree, baseCommit];
	const added = await tryGit(root, ["worktree", "add", "--quiet", "--force", "--force", ...target], {
		signal,
		timeoutMs: CHECKOUT_TIMEOUT_MS,
	});
	if (added.ok) return;
	const { output } = added;
	const prefix = dirname(branch);
	if (!hasBranch && (await branchExists(root, prefix, signal))) {
		throw impossible(
			`A branch named ${prefix} in ${root} leaves no room for ${branch}; rename it (git branch -m ${prefix} another-name).`,
			output,
		);
	}
	// Of a full disk git says no more than this.
	const hint = /unable to write file/.test(output) ? "; see whether the disk has room" : "";
	throw impossible(`The worktree ${worktree} could not be made: ${lastWords(output)}${hint}`, output);
}

function impossible(sentence: string, output?: string): NightshiftError {
	return new NightshiftError("git-failed", sentence, output === undefined ? {} : { output });
}

async function branchExists(root: string, branch: string, signal: AbortSignal): Promise<boolean> {
	return (await tryGit(root, ["show-ref", "--verify", "--quiet", `refs/heads/${branch}`], { signal })).ok;
}

/** Whether there is a branch of that name, or one below it: git can have only one of `a` and `a/b`. */
async function isTaken(root: string, branch: string, signal: AbortSignal): Promise<boolean> {
	return (await git(root, ["for-each-ref", "--count=1", `refs/heads/${branch}`], { signal })) !== "";
}

/** Where the branch is checked out, other than in this folder. Folders that are gone do not count. */
async function checkedOutElsewhere(
	root: string,
	branch: string,
	worktree: string,
	signal: AbortSignal,
): Promise<string | null> {
	const listed = await git(root, ["worktree", "list", "--porcelain"], { signal });
	for (const entry of listed.split("\n\n")) {
		const folder = /^worktree (.+)$/m.exec(entry)?.[1];
		const isIt = entry.split("\n").includes(`branch refs/heads/${branch}`);
		if (isIt && folder && folder !== worktree && (await exists(folder))) return folder;
	}
	return null;
}

/** To the first free name of `FOLDER.left`, `FOLDER.left-2`, …; nothing when the folder is not there, or empty. */
async function moveAside(folder: string): Promise<void> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw impossible(`The folder ${folder} cannot be read (${error.message}); move it away.`);
	});
	if (names.length > 0) await rename(folder, await freeName(`${folder}.left`, exists));
}

/**
 * Whether all files that git keeps are as it made them. New ones beside them, the person's or those of a hook, are not a
 * sign of anything half-made, and a hook would leave them every time.
 */
async function isWhole(worktree: string, signal: AbortSignal): Promise<boolean> {
	const status = await tryGit(worktree, ["status", "--porcelain", "--untracked-files=no"], { signal });
	return status.ok && status.stdout === "";
}

async function exists(path: string): Promise<boolean> {
	return (await stat(path).catch(() => null)) !== null;
}
