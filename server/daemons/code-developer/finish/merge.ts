import { contains } from "../../../git/contains.ts";
import { git, isDiskFull, lastWords, tryGit } from "../../../git/git.ts";
import { missingIdentity } from "../../../git/identity.ts";
import { isLocked } from "../../../git/index-lock.ts";
import { mergeTree } from "../../../git/merge-tree.ts";
import { operationUnderWay } from "../../../git/under-way.ts";
import { oneLine } from "../../../text/cut.ts";
import type { Run } from "../runs.ts";
import type { Workspace } from "../workspace.ts";
import { markMerge, takeBackLeftMerge, takeBackMerge } from "./abort-merge.ts";
import { itemTrailer, subject } from "./commit-message.ts";
import { changesInTheWay, strangersInTheWay } from "./in-the-way.ts";
import { nameFiles } from "./name-files.ts";
import { treeChanges } from "./tree-changes.ts";
import { withDelay } from "./with-delay.ts";

/** The person's hooks run too. */
const MERGE_TIMEOUT_MS = 10 * 60_000;
/** How long a merge that has begun may go on when the daemon is to end: the person's files are being changed. */
const FINISH_WITHIN_MS = 5_000;
const QUIETLY = ["--no-stat", "--no-log", "--cleanup=whitespace"];
const MAX_WORDS = 300;
/** What git says beside what a hook says. */
const GIT_TALK = /^(?:Not committing merge;|Automatic merge went well;|Auto-merging ).*$/gm;

export type MergeResult =
	/** `merged`: the merge's commit, or the commit itself where it was merged in another way. `into`: the branch. */
	| { merged: string; into: string }
	/** One sentence that says what to do. Nothing has changed. `conflicts`: files that both sides changed. */
	| { refused: string; conflicts: string[] };

type Refusal = Extract<MergeResult, { refused: string }>;

/**
 * Merges finished work into the branch that is checked out in the workspace now. What the person has not committed there
 * stays as it is, to the byte: where it is in the way, nothing is merged. A merge that fails on the way is taken back.
 * Asked again after a crash it goes on, and work that is merged already is merged.
 *
 * @throws NightshiftError `git-failed` for what time or a person may mend. AbortError when `signal` aborts.
 */
export async function mergeBranch(
	{ root }: Pick<Workspace, "root">,
	run: Pick<Run, "branch" | "commit" | "item" | "title">,
	signal: AbortSignal,
): Promise<MergeResult> {
	const { branch, commit } = run;
	if (commit === null) return refuse(`There is nothing on ${branch} to merge.`);
	const inside = await tryGit(root, ["rev-parse", "--is-inside-work-tree"], { signal });
	if (inside.stdout !== "true") return refuse(`${root} is not a checkout, so there is no branch to merge into.`);
	const known = await tryGit(root, ["cat-file", "-e", `${commit}^{commit}`], { signal });
	if (!known.ok) return refuse(`The commit ${commit.slice(0, 10)} of ${branch} is gone; keep the item, or retry it.`);

	const message = messageOf(run);
	await takeBackLeftMerge(root);
	const current = await tryGit(root, ["symbolic-ref", "--quiet", "--short", "HEAD"], { signal });
	if (!current.ok)
		return refuse(`No branch is checked out in ${root}; check out the one to merge into, then answer again.`);
	const into = current.stdout;
	const head = await git(root, ["rev-parse", "HEAD"], { signal });
	if (await contains(root, head, commit, signal)) return { merged: await mergeOf(root, commit, signal), into };

	const planned = await plan();
	if ("refused" in planned) return planned;
	return withDelay(signal, FINISH_WITHIN_MS, async (ending) => {
		await markMerge(root, { head, commit, tree: planned.tree });
		try {
			return await merge(ending);
		} finally {
			await takeBackMerge(root);
		}
	});

	/** What the merge would be, or what stands against it; nothing is touched. */
	async function plan(): Promise<{ tree: string } | Refusal> {
		const underWay = await operationUnderWay(root, signal);
		if (underWay) return refuse(`A ${underWay} is under way in ${root}; finish or abort it, then answer again.`);
		const moved = await movedBranch();
		if (moved) return moved;
		const related = await tryGit(root, ["merge-base", head, commit as string], { signal });
		if (!related.ok) return refuse(`${branch} has no history in common with ${into}; look at what was done there.`);
		const preview = await mergeTree(root, head, commit as string, signal);
		if ("conflicts" in preview) return conflicting(preview.conflicts);
		const changes = await treeChanges(root, head, preview.tree, signal);
		const own = await changesInTheWay(root, changes, signal);
		if (own.length > 0) return refuse(uncommitted(own));
		const strangers = await strangersInTheWay(root, changes, signal);
		if (strangers.length > 0) {
			return refuse(
				`Files in ${root} that git does not keep are in the way: ${nameFiles(strangers)}; move them, then answer again.`,
			);
		}
		return (await isLocked(root, signal)) ? refuse(busy(root)) : preview;
	}

	/** Only what the person was shown is merged. */
	async function movedBranch() {
		const tip = await tryGit(root, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`], { signal });
		if (!tip.ok || tip.stdout === commit) return null;
		return refuse(
			`${branch} has moved since you were asked (git log ${commit?.slice(0, 10)}..${branch}); merge it yourself (git merge ${branch}), then answer again.`,
		);
	}

	async function merge(ending: AbortSignal): Promise<MergeResult> {
		const options = ["--no-ff", "--no-edit", "--commit", "--no-squash", "--no-gpg-sign", "--no-autostash", ...QUIETLY];
		const { ok, output } = await tryGit(root, ["merge", ...options, "-m", message, commit as string], {
			signal: ending,
			timeoutMs: MERGE_TIMEOUT_MS,
			tooLong: `a hook took longer than ${MERGE_TIMEOUT_MS / 60_000} minutes`,
			env: await missingIdentity(root, signal),
			// The person's submodules are theirs.
			config: { "submodule.recurse": "false" },
		});
		// A hook that comes after the merge may be ended, or fail; the merge is made all the same.
		if (ok || (await contains(root, "HEAD", commit as string)))
			return { merged: await git(root, ["rev-parse", "HEAD"]), into };
		const unmerged = await git(root, ["diff", "--name-only", "--diff-filter=U", "-z"]);
		const conflicts = [...new Set(unmerged.split("\0").filter(Boolean))];
		return conflicts.length > 0 ? conflicting(conflicts) : refuse(explain(output));
	}

	function conflicting(conflicts: string[]) {
		return refuse(
			`${branch} conflicts with ${into} in ${nameFiles(conflicts)}; send it back, or merge it yourself (git merge ${branch}), then answer again.`,
			conflicts,
		);
	}

	function uncommitted(files: readonly string[]): string {
		return `What you have not committed in ${root} is in the way: ${nameFiles(files)}; commit or stash it, then answer again.`;
	}

	function explain(output: string): string {
		const files = [...output.matchAll(/^(?:\t| {2})(\S.*)$/gm)].map(([, file]) => file as string);
		if (/would be overwritten by merge|not uptodate|cannot merge/.test(output)) {
			return uncommitted(files);
		}
		if (output.includes("index.lock")) return busy(root);
		if (isDiskFull(output) || /unable to write file/.test(output))
			return `Files in ${root} could not be written; see whether its disk has room, then answer again.`;
		return `The merge into ${into} was refused: ${oneLine(lastWords(output.replaceAll(GIT_TALK, "")), MAX_WORDS)}`;
	}
}

function refuse(refused: string, conflicts: string[] = []): Refusal {
	return { refused, conflicts };
}

function busy(root: string): string {
	return `Another git is at work in ${root}; wait for it (or remove the index.lock it left), then answer again.`;
}

function messageOf({ item, title }: Pick<Run, "item" | "title">): string {
	return `${subject(`Merge ${item}: ${title}`)}\n\n${itemTrailer(item)}\n`;
}

/** The commit that brought another one into the branch: a merge, or itself when it was only moved up to. */
async function mergeOf(root: string, commit: string, signal: AbortSignal): Promise<string> {
	const range = ["--ancestry-path", "--first-parent", "--merges", "--reverse", `${commit}..HEAD`];
	const merges = await git(root, ["rev-list", ...range], { signal });
	for (const merge of merges.split("\n").filter(Boolean)) {
		if (!(await contains(root, `${merge}^1`, commit, signal))) return merge;
	}
	return commit;
}
