import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { tryGit } from "./git.ts";

/**
 * Whether the worktree is (still) there, and one of the repository. Its `.git` is a file that whoever works in there can
 * write: with one that leads elsewhere, git would obey settings that run any program.
 *
 * @param place `workspace`: a folder of the repository.
 */
export async function hasWorktree({ workspace, worktree }: { workspace: string; worktree: string }): Promise<boolean> {
	const link = await readFile(join(worktree, ".git"), "utf8").catch(() => "");
	const record = /^gitdir: (.+)$/m.exec(link)?.[1];
	if (record === undefined) return false;
	const own = await tryGit(workspace, ["rev-parse", "--path-format=absolute", "--git-common-dir"]);
	const folder = resolve(worktree, record);
	if (!own.ok || !(await isSame(dirname(folder), join(own.stdout, "worktrees")))) return false;
	const back = await readFile(join(folder, "gitdir"), "utf8").catch(() => "");
	return (await isSame(dirname(back.trim()), worktree)) && (await exists(join(folder, "HEAD")));
}

/** Whether two paths lead to one folder that is there. */
async function isSame(one: string, other: string): Promise<boolean> {
	const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)));
	return first !== null && first === second;
}

async function exists(path: string): Promise<boolean> {
	return (await stat(path).catch(() => null)) !== null;
}
