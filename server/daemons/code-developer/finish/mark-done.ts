import { lstat, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { NightshiftError } from "../../../contract/errors.ts";
import { tryGit } from "../../../git/git.ts";
import { hasWorktree } from "../../../git/has-worktree.ts";
import { type StatusChange, setStatusInFile } from "../../../roadmap/edit/edit-file.ts";
import { removeTemporaries } from "../../../roadmap/edit/temporary-files.ts";
import { findRoadmapFile } from "../../../roadmap/read-roadmap.ts";
import type { Workspace } from "../workspace.ts";

export interface DoneMark {
	worktree: string;
	/** Where the work began. */
	baseCommit: string;
	workspace: Pick<Workspace, "folder" | "root">;
	item: { id: string; title: string };
	signal: AbortSignal;
}

/**
 * Makes the item's status `done` in the worktree's own roadmap, so that the document changes with the work: not in the
 * person's checkout, and only in a file that git keeps. Where nothing was changed there is nothing to mark. It never fails
 * the work: what cannot be marked stays as it is.
 *
 * @returns why it was not marked, in one sentence.
 * @throws AbortError when `signal` aborts.
 */
export async function markDone({ worktree, baseCommit, workspace, item, signal }: DoneMark): Promise<StatusChange> {
	try {
		const found = await findRoadmapFile(workspace.folder);
		if (!found) return unmarked("There is no roadmap any more.");
		const path = relative(workspace.root, found);
		if (path.startsWith("..") || isAbsolute(path)) return unmarked("The roadmap is outside of the repository.");
		const file = join(worktree, path);
		if (!(await hasWorktree({ workspace: workspace.root, worktree }))) return unmarked(`${worktree} is gone.`);
		const tracked = await tryGit(worktree, ["ls-files", "--error-unmatch", "--", `:(top,literal)${path}`], { signal });
		if (!tracked.ok) return unmarked(`${path} is not kept in git.`);
		if (!(await isWithin(worktree, file))) return unmarked(`${path} is no file of the worktree.`);
		// Of a mark that was cut off: the commit would take it.
		await removeTemporaries(await realpath(file), 0);
		if (await isUntouched(worktree, baseCommit, signal)) return unmarked("Nothing was changed.");
		return await setStatusInFile(file, item.id, "done", item.title);
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof NightshiftError) return unmarked(error.message);
		throw error;
	}
}

function unmarked(why: string): StatusChange {
	return { changed: false, why };
}

/** Whether it is a plain file in the worktree: a link could lead to any file of the person's. */
async function isWithin(worktree: string, file: string): Promise<boolean> {
	const stats = await lstat(file).catch(() => null);
	if (!stats?.isFile()) return false;
	const [folder, target] = await Promise.all([realpath(worktree), realpath(file)]);
	return !relative(folder, target).startsWith("..");
}

async function isUntouched(worktree: string, baseCommit: string, signal: AbortSignal): Promise<boolean> {
	const head = await tryGit(worktree, ["rev-parse", "HEAD"], { signal });
	if (head.stdout !== baseCommit) return false;
	const status = await tryGit(worktree, ["status", "--porcelain", "--untracked-files=all"], { signal });
	return status.ok && status.stdout === "";
}
