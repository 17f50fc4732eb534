import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { git, tryGit } from "../../../git/git.ts";
import { nameFiles } from "./name-files.ts";

/** A larger file is refused by most hosts, and stays in the history for ever. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** A line of `git status --porcelain=v2`. */
export interface Change {
	path: string;
	/** Git does not know it yet. */
	untracked: boolean;
	/** Both sides of a merge changed it, and nobody has settled that. */
	unmerged: boolean;
	/** Of a submodule: it is at another commit, and it has changes that are not committed in it. */
	submodule: { moved: boolean; dirty: boolean } | null;
}

/** What is changed in a worktree, submodules looked into. */
export async function changesIn(worktree: string, signal: AbortSignal): Promise<Change[]> {
	const options = ["--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=none"];
	const text = await git(worktree, ["status", ...options], { signal });
	return text.split("\0").filter(Boolean).flatMap(readChange);
}

function readChange(line: string): Change[] {
	const kind = line.charAt(0);
	if (kind === "?") return [{ path: line.slice(2), untracked: true, unmerged: false, submodule: null }];
	if (kind !== "1" && kind !== "u") return [];
	const fields = line.split(" ");
	const sub = fields[2] ?? "N...";
	const submodule = sub.startsWith("S") ? { moved: sub[1] === "C", dirty: sub[2] === "M" || sub[3] === "U" } : null;
	const path = fields.slice(kind === "u" ? 10 : 8).join(" ");
	return [{ path, untracked: false, unmerged: kind === "u", submodule }];
}

/**
 * Why what is in a worktree cannot be committed as it is, in one sentence that says what to do; null when it can. A commit
 * takes all or nothing: what would be lost, broken or too large for others is named.
 */
export async function objection(
	worktree: string,
	changes: readonly Change[],
	signal: AbortSignal,
): Promise<string | null> {
	const unmerged = changes.filter((change) => change.unmerged).map(({ path }) => path);
	if (unmerged.length > 0)
		return `A merge in ${worktree} has conflicts that nobody has settled: ${nameFiles(unmerged)}; settle them there.`;
	const nested = changes.filter(({ path, untracked }) => untracked && path.endsWith("/")).map(({ path }) => path);
	if (nested.length > 0)
		return `A git repository of its own is in the work: ${nameFiles(nested)}; take away its .git, or the folder, or name it in .gitignore.`;
	return (
		(await submoduleObjection(worktree, changes, signal)) ??
		(await strayObjection(worktree, signal)) ??
		(await sizeObjection(worktree, changes, signal))
	);
}

/** A commit names a submodule's commit: what is not committed in there, or what nobody else can get, would be lost. */
async function submoduleObjection(
	worktree: string,
	changes: readonly Change[],
	signal: AbortSignal,
): Promise<string | null> {
	for (const { path, submodule } of changes) {
		if (!submodule) continue;
		if (submodule.dirty)
			return `The submodule ${path} has changes that are not committed in it; commit and push them there, or undo them.`;
		const folder = join(worktree, path);
		if (!(await exists(join(folder, ".git")))) continue; // it was taken away
		const published = await tryGit(
			folder,
			["for-each-ref", "--count=1", "--contains=HEAD", "refs/remotes", "refs/tags"],
			{
				signal,
			},
		);
		if (published.ok && published.stdout === "")
			return `The submodule ${path} is at a commit that none of its remotes has; push it there, or go back to one that has been pushed.`;
	}
	return null;
}

/** The folder of a submodule that is not checked out is empty; what lies in there is seen by no git. */
async function strayObjection(worktree: string, signal: AbortSignal): Promise<string | null> {
	if (!(await exists(join(worktree, ".gitmodules")))) return null;
	const listed = await git(worktree, ["ls-files", "--stage", "-z"], { signal });
	for (const entry of listed.split("\0")) {
		if (!entry.startsWith("160000 ")) continue;
		const path = entry.slice(entry.indexOf("\t") + 1);
		const names = await readdir(join(worktree, path)).catch((): string[] => []);
		if (names.length > 0 && !names.includes(".git"))
			return `Files were written into ${path}, the folder of a submodule that is not checked out, where no commit takes them; move them.`;
	}
	return null;
}

async function sizeObjection(
	worktree: string,
	changes: readonly Change[],
	signal: AbortSignal,
): Promise<string | null> {
	const large: { path: string; bytes: number }[] = [];
	for (const { path } of changes) {
		const stats = await lstat(join(worktree, path)).catch(() => null);
		if (stats?.isFile() && stats.size > MAX_FILE_BYTES) large.push({ path, bytes: stats.size });
	}
	if (large.length === 0) return null;
	// What goes through a filter (git LFS) is kept elsewhere.
	const input = large.map(({ path }) => `${path}\0`).join("");
	const fields = (await git(worktree, ["check-attr", "-z", "--stdin", "filter"], { signal, input })).split("\0");
	const kept = large.filter((_, index) => ["unspecified", "unset"].includes(fields[index * 3 + 2] ?? ""));
	return kept.length === 0 ? null : tooLarge(kept);
}

/** @param files by size or not; the sentence names them as they come. */
export function tooLarge(files: readonly { path: string; bytes: number }[]): string {
	const named = nameFiles(files.map(({ path, bytes }) => `${path} (${Math.round(bytes / 1024 / 1024)} MiB)`));
	return `Files of more than ${MAX_FILE_BYTES / 1024 / 1024} MiB are not committed: ${named}; take them away, name them in .gitignore, or keep them with git LFS.`;
}

async function exists(path: string): Promise<boolean> {
	return (await lstat(path).catch(() => null)) !== null;
}
