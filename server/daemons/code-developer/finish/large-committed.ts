import { git } from "../../../git/git.ts";
import { MAX_FILE_BYTES, tooLarge } from "./look-over.ts";

/**
 * Files that are too large in any of the commits from `base` to `head`: they would be in the history even if a later commit
 * takes them away again.
 *
 * @returns one sentence, null when there are none.
 */
export async function largeCommitted(
	worktree: string,
	base: string,
	head: string,
	signal: AbortSignal,
): Promise<string | null> {
	const range = [`${base}..${head}`];
	const filter = [`--filter=blob:limit=${MAX_FILE_BYTES + 1}`, "--filter-print-omitted"];
	const listed = await git(worktree, ["rev-list", "--objects", ...filter, ...range], { signal });
	const large = new Set(listed.split("\n").flatMap((line) => (line.startsWith("~") ? [line.slice(1)] : [])));
	if (large.size === 0) return null;
	const named = await git(worktree, ["rev-list", "--objects", ...range], { signal });
	const files: { path: string; bytes: number }[] = [];
	for (const line of named.split("\n")) {
		const hash = line.split(" ", 1)[0] as string;
		if (!large.has(hash)) continue;
		const bytes = Number(await git(worktree, ["cat-file", "-s", hash], { signal }));
		files.push({ path: line.slice(hash.length + 1) || hash, bytes });
	}
	return `It is in commits of the branch already. ${tooLarge(files)}`;
}
