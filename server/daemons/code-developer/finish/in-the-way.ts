import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git } from "../../../git/git.ts";
import type { TreeChange } from "./tree-changes.ts";

/**
 * Files on disk that a merge would overwrite although git does not know them. Git itself refuses for untracked files, but
 * takes those that are ignored for worthless: an `.env` of the person's would be gone.
 *
 * @param changes what the merge changes in the checkout.
 * @returns paths from the checkout's top.
 */
export async function strangersInTheWay(
	root: string,
	changes: readonly TreeChange[],
	signal: AbortSignal,
): Promise<string[]> {
	/** In lower case: on a disk that does not tell `A` from `a`, a file whose name only changes its case is in nobody's way. */
	const removed = new Set(changes.flatMap(({ path, after }) => (after ? [] : [path.toLowerCase()])));
	const found = new Set<string>();
	const looked = new Set<string>();
	for (const { path, before } of changes) {
		if (before) continue;
		for (const place of [path, ...parents(path)]) {
			if (looked.has(place)) continue;
			looked.add(place);
			for (const file of await obstaclesAt(place, place === path)) found.add(file);
		}
	}
	return [...found];

	async function obstaclesAt(place: string, isFile: boolean): Promise<string[]> {
		const stats = await lstat(join(root, place)).catch(() => null);
		if (!stats || removed.has(place.toLowerCase())) return [];
		if (!stats.isDirectory()) return [place];
		if (!isFile) return [];
		const others = await git(root, ["ls-files", "--others", "-z", "--", `:(top,literal)${place}`], { signal });
		return others.split("\0").filter(Boolean);
	}
}

/**
 * What the person has not committed and the merge would change. Git refuses for that too; looked for beforehand, all that is
 * different afterwards is the merge's.
 */
export async function changesInTheWay(
	root: string,
	changes: readonly TreeChange[],
	signal: AbortSignal,
): Promise<string[]> {
	const names = async (...options: string[]) =>
		(await git(root, ["diff", "--name-only", "--no-renames", "-z", ...options], { signal }))
			.split("\0")
			.filter(Boolean);
	// All that is staged would be in the merge's commit.
	const [staged, unstaged] = await Promise.all([names("--cached"), names()]);
	const touched = new Set(changes.map(({ path }) => path));
	return [...new Set([...staged, ...unstaged.filter((path) => touched.has(path))])];
}

function parents(path: string): string[] {
	const parent = dirname(path);
	return parent === "." ? [] : [parent, ...parents(parent)];
}
