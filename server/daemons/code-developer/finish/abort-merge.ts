import { readFile, rm, writeFile } from "node:fs/promises";
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
 * Takes back a merge of ours that has not become a commit: a hook refused it, or we were killed in the middle. What the
 * person has not committed stays. One that the person has begun has no mark, and is left alone.
 *
 * @throws NightshiftError `git-failed` when it cannot be taken back.
 */
export async function takeBackMerge(root: string): Promise<void> {
	const path = await markPath(root);
	const merge = readMark(await readFile(path, "utf8").catch(() => ""));
	if (merge) {
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
