import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { NightshiftError } from "../../../contract/errors.ts";
import { git, lastWords, tryGit } from "../../../git/git.ts";

/**
 * Takes back a merge of ours that has not become a commit: a hook refused it, or we were killed in the middle. One that the
 * person has begun, of the same commit too, has another message and is left alone.
 *
 * @throws NightshiftError `git-failed` when it cannot be taken back.
 */
export async function abortOwnMerge(
	root: string,
	commit: string,
	message: string,
	signal?: AbortSignal,
): Promise<void> {
	const merging = await tryGit(root, ["rev-parse", "--verify", "--quiet", "MERGE_HEAD"], { signal });
	if (merging.stdout !== commit || !(await isOurs(root, message))) return;
	const { ok, output } = await tryGit(root, ["merge", "--abort"], { config: { "submodule.recurse": "false" } });
	if (ok) return;
	throw new NightshiftError(
		"git-failed",
		`A merge in ${root} could not be taken back (${lastWords(output)}); run git merge --abort there.`,
		{ output },
	);
}

/** Git adds to the message which files conflict, and a hook may have changed it: the subject and our trailer count. */
async function isOurs(root: string, message: string): Promise<boolean> {
	const path = resolve(root, await git(root, ["rev-parse", "--git-path", "MERGE_MSG"]));
	const kept = await readFile(path, "utf8").catch(() => "");
	const [subject = "", , trailer = ""] = message.split("\n");
	return kept.startsWith(subject) || kept.includes(`\n${trailer}\n`);
}
