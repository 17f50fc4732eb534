import { git } from "../../../git/git.ts";

/** A file that differs between two trees. */
export interface TreeChange {
	/** From the checkout's top. */
	path: string;
	/** Null where there is no such file. */
	before: { mode: string; blob: string } | null;
	after: { mode: string; blob: string } | null;
}

/** The files that differ between a commit and a tree, renames as two. */
export async function treeChanges(root: string, from: string, to: string, signal?: AbortSignal): Promise<TreeChange[]> {
	const listed = await git(root, ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from, to], {
		signal,
	});
	const fields = listed.split("\0");
	const changes: TreeChange[] = [];
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [modeBefore = "", modeAfter = "", before = "", after = ""] = (fields[at] as string).slice(1).split(" ");
		changes.push({ path: fields[at + 1] as string, before: side(modeBefore, before), after: side(modeAfter, after) });
	}
	return changes;
}

function side(mode: string, blob: string): { mode: string; blob: string } | null {
	return /^0+$/.test(mode) ? null : { mode, blob };
}
