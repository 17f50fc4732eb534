import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { git } from "./git.ts";

/** What git leaves in its folder while an operation waits to be gone on with. */
const MARKS: readonly (readonly [string, string])[] = [
	["rebase-merge", "rebase"],
	["rebase-apply", "rebase"],
	["MERGE_HEAD", "merge"],
	["CHERRY_PICK_HEAD", "cherry-pick"],
	["REVERT_HEAD", "revert"],
	["BISECT_LOG", "bisect"],
];

/** The operation that is under way in a checkout, e.g. `rebase`; null when there is none. */
export async function operationUnderWay(checkout: string, signal?: AbortSignal): Promise<string | null> {
	const paths = MARKS.flatMap(([mark]) => ["--git-path", mark]);
	const found = (await git(checkout, ["rev-parse", ...paths], { signal })).split("\n");
	for (const [index, [, operation]] of MARKS.entries()) {
		if (await exists(resolve(checkout, found[index] ?? ""))) return operation;
	}
	return null;
}

async function exists(path: string): Promise<boolean> {
	return (await stat(path).catch(() => null)) !== null;
}
