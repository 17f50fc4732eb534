import { contains } from "../../../git/contains.ts";
import { git, tryGit } from "../../../git/git.ts";
import { missingIdentity } from "../../../git/identity.ts";
import { mergeTree } from "../../../git/merge-tree.ts";
import type { Workspace } from "../workspace.ts";
import { nameFiles } from "./name-files.ts";

/** Finished work that an item builds on. */
export interface Dependency {
	item: string;
	branch: string;
	/** The branch's head when it was finished. */
	commit: string;
}

export type Base =
	/** `includes`: branches of dependencies that are part of the commit and not of the person's checkout. */
	| { commit: string; includes: string[] }
	/** One sentence. */
	| { conflict: string };

/**
 * Where an item's work starts: at the commit that is checked out, together with the finished branches that it depends on
 * and that are not merged yet. Where nothing contains them all, a merge commit is made, without touching any checkout.
 *
 * A branch that is gone is left out: the person did away with it. So is one that would add nothing (its work was taken over
 * in other commits).
 *
 * @throws NightshiftError `git-failed`.
 */
export async function chooseBase(
	workspace: Pick<Workspace, "root" | "head">,
	dependencies: readonly Dependency[],
	signal: AbortSignal,
): Promise<Base> {
	const { root, head } = workspace;
	let commit = head;
	const includes: string[] = [];
	for (const { item, branch } of dependencies) {
		if (includes.includes(branch)) continue;
		const tip = await tipOf(root, branch, signal);
		if (tip === null || (await contains(root, head, tip, signal))) continue;
		if (!(await contains(root, commit, tip, signal))) {
			const next = (await contains(root, tip, commit, signal)) ? tip : await join(branch, item, tip);
			if (next === null) continue;
			if (typeof next !== "string") return next;
			commit = next;
		}
		includes.push(branch);
	}
	return { commit, includes };

	async function join(branch: string, item: string, tip: string): Promise<string | { conflict: string } | null> {
		const merged = await mergeTree(root, commit, tip, signal);
		if ("conflicts" in merged) return { conflict: explain(branch, item, merged.conflicts) };
		if (merged.tree === (await git(root, ["rev-parse", `${commit}^{tree}`], { signal }))) return null;
		const message = `Merge ${branch} to build on ${item}`;
		return git(root, ["commit-tree", merged.tree, "-p", commit, "-p", tip, "-m", message], {
			signal,
			env: await missingIdentity(root, signal),
		});
	}

	function explain(branch: string, item: string, files: readonly string[]): string {
		const others =
			includes.length > 0 ? `${includes.join(" and ")}, or with what is checked out` : "what is checked out";
		return `It builds on ${item}, whose branch ${branch} conflicts with ${others}, in ${nameFiles(files)}; merge ${branch} first.`;
	}
}

async function tipOf(root: string, branch: string, signal: AbortSignal): Promise<string | null> {
	const { ok, stdout } = await tryGit(root, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`], {
		signal,
	});
	return ok ? stdout : null;
}
