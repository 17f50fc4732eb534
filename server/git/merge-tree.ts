import { NightshiftError } from "../contract/errors.ts";
import { lastWords, tryGit } from "./git.ts";

/** git's exit codes: of a merge with conflicts, and of an option that it does not know. */
const CONFLICTS = 1;
const USAGE = 129;

export type TreeMerge =
	/** `tree`: what the merge would be, as a tree object. */
	| { tree: string }
	/** The files that both sides changed in ways that exclude each other. */
	| { conflicts: string[] };

/**
 * Merges two commits in the object database alone: no checkout, index or reference is touched.
 *
 * @throws NightshiftError `git-failed` when they cannot be merged at all: one is missing, or they have no common history.
 */
export async function mergeTree(root: string, ours: string, theirs: string, signal?: AbortSignal): Promise<TreeMerge> {
	const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs];
	const { ok, exitCode, stdout, output } = await tryGit(root, args, { signal });
	const [tree = "", ...files] = stdout.split("\0").filter(Boolean);
	if (ok) return { tree };
	if (exitCode === CONFLICTS && /^[0-9a-f]{40,}$/.test(tree)) return { conflicts: [...new Set(files)] };
	const why = exitCode === USAGE ? "git 2.38 or newer is needed" : lastWords(output);
	throw new NightshiftError("git-failed", `What a merge would be cannot be seen in ${root}: ${why}`, { output });
}
