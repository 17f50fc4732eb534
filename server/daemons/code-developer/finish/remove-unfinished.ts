import { rm } from "node:fs/promises";
import { join } from "node:path";
import { UNFINISHED_PREFIX } from "../../../agents/replace-file.ts";
import { tryGit } from "../../../git/git.ts";

/** Takes away what an agent's writes left that were cut off before they were whole: it is no part of the work. */
export async function removeUnfinished(worktree: string, signal: AbortSignal): Promise<void> {
	const pattern = `:(top,glob)**/${UNFINISHED_PREFIX}*`;
	const left = await tryGit(worktree, ["ls-files", "--others", "-z", "--full-name", "--", pattern], { signal });
	for (const path of left.stdout.split("\0").filter(Boolean)) await rm(join(worktree, path), { force: true });
}
