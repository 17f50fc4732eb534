import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git } from "../../../git/git.ts";

/**
 * Files on disk that a move from one commit to another tree would overwrite although git does not know them. Git itself
 * refuses for untracked files, but takes those that are ignored for worthless: an `.env` of the person's would be gone.
 *
 * @returns paths from the checkout's top.
 */
export async function filesInTheWay(root: string, head: string, tree: string, signal: AbortSignal): Promise<string[]> {
	const listed = await git(root, ["diff-tree", "-r", "-z", "--no-renames", "--name-status", head, tree], { signal });
	const fields = listed.split("\0");
	const added: string[] = [];
	/** In lower case: on a disk that does not tell `A` from `a`, a file whose name only changes its case is in nobody's way. */
	const removed = new Set<string>();
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const path = fields[at + 1] as string;
		if (fields[at] === "A") added.push(path);
		else if (fields[at] === "D") removed.add(path.toLowerCase());
	}
	const found = new Set<string>();
	const looked = new Set<string>();
	for (const path of added) {
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
		const others = await git(root, ["ls-files", "--others", "-z", "--", `:(literal)${place}`], { signal });
		return others.split("\0").filter(Boolean);
	}
}

function parents(path: string): string[] {
	const parent = dirname(path);
	return parent === "." ? [] : [parent, ...parents(parent)];
}
