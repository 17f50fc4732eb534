import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { NightshiftError } from "../../../contract/errors.ts";
import { git, lastWords, tryGit } from "../../../git/git.ts";
import { restoreFiles } from "./restore-files.ts";

const MARK = "nightshift-merge";

/** A merge in a checkout, before it is begun. */
export interface PlannedMerge {
	/** What is checked out. */
	head: string;
	/** What is merged into it. */
	commit: string;
	/** What the merge makes of it. */
	tree: string;
}

/**
 * Notes in the checkout's own git folder that a merge of ours begins: git itself leaves no trace of one that is killed while
 * a hook runs, but its files are there.
 */
export async function markMerge(root: string, merge: PlannedMerge): Promise<void> {
	await writeFile(await markPath(root), `${JSON.stringify(merge)}\n`);
}

/**
 * Takes back a merge that we have just tried, and that has not become a commit: a hook refused it, or it was ended. What the
 * person has not committed stays.
 *
 * @throws NightshiftError `git-failed` when it cannot be taken back.
 */
export async function takeBackMerge(root: string): Promise<void> {
	await takeBack(root, async () => true);
}

/**
 * Takes back a merge that was cut off with the daemon or the machine. Its mark may be old, and git may never have begun:
 * what the person has done since, be it a merge of the same branch, is theirs. So only what is to the last file what our
 * merge leaves is taken back; of anything else the mark alone goes.
 *
 * @throws NightshiftError `git-failed` when it cannot be taken back.
 */
export async function takeBackLeftMerge(root: string): Promise<void> {
	await takeBack(root, async ({ head, tree }) => {
		if ((await git(root, ["rev-parse", "HEAD"])) !== head) return false;
		// Ours has no squash; git leaves this message until a commit.
		if (await exists(resolve(root, await git(root, ["rev-parse", "--git-path", "SQUASH_MSG"])))) return false;
		const merging = await tryGit(root, ["rev-parse", "--verify", "--quiet", "MERGE_HEAD"]);
		if (!merging.ok) return true;
		// Ours never has conflicts, and nobody changed what it staged.
		const same = ["diff-index", "--cached", "--quiet", "--ignore-submodules=none", tree, "--"];
		return (await tryGit(root, same)).ok;
	});
}

async function takeBack(root: string, isOurs: (merge: PlannedMerge) => Promise<boolean>): Promise<void> {
	const path = await markPath(root);
	const merge = readMark(await readFile(path, "utf8").catch(() => ""));
	if (merge && (await isOurs(merge))) {
		const merging = await tryGit(root, ["rev-parse", "--verify", "--quiet", "MERGE_HEAD"]);
		if (merging.stdout === merge.commit) await act(["merge", "--abort"]);
		else if (!merging.ok) await undo(merge);
	}
	await rm(path, { force: true });

	/** Git notes a merge only after all else: its files, then its index. */
	async function undo({ head, tree }: PlannedMerge): Promise<void> {
		if ((await git(root, ["rev-parse", "HEAD"])) !== head) return;
		const staged = (await tryGit(root, ["write-tree"])).stdout;
		// Nothing is staged but the merge, and nothing of the person's.
		if (staged === tree) await act(["reset", "--merge"]);
		else if (staged === (await git(root, ["rev-parse", `${head}^{tree}`]))) await restoreFiles(root, head, tree);
	}

	async function act(command: string[]): Promise<void> {
		const { ok, output } = await tryGit(root, command, { config: { "submodule.recurse": "false" } });
		if (ok) return;
		const how = `run git ${command.join(" ")} there`;
		throw new NightshiftError(
			"git-failed",
			`A merge in ${root} could not be taken back (${lastWords(output)}); ${how}.`,
			{ output },
		);
	}
}

async function exists(path: string): Promise<boolean> {
	return (await stat(path).catch(() => null)) !== null;
}

async function markPath(root: string): Promise<string> {
	return resolve(root, await git(root, ["rev-parse", "--git-path", MARK]));
}

function readMark(text: string): PlannedMerge | null {
	try {
		const { head, commit, tree } = JSON.parse(text) as Record<string, unknown>;
		if (typeof head === "string" && typeof commit === "string" && typeof tree === "string")
			return { head, commit, tree };
	} catch {
		// Cut off by a crash before the merge began, or not there.
	}
	return null;
}
