import { lstat, readFile, readlink, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git, tryGit } from "../../../git/git.ts";
import { readBlob } from "../../../git/read-blob.ts";
import { type TreeChange, treeChanges } from "./tree-changes.ts";

const SYMLINK = "120000";
const EXECUTABLE = "100755";

/**
 * Takes back what a merge that was cut off has written to disk before it could write the index: files that are the merge's
 * now, or the beginning of it, or gone, become those of HEAD again. Before the merge each of them was as in HEAD; what is
 * different from both by now is the person's, and stays.
 *
 * @param head what is checked out; the index still holds it.
 * @param tree what the merge was to make of it.
 * @throws NightshiftError `git-failed` when a file cannot be written.
 */
export async function restoreFiles(root: string, head: string, tree: string): Promise<void> {
	const touched: TreeChange[] = [];
	for (const change of await treeChanges(root, head, tree)) if (await isTheMerges(root, change)) touched.push(change);
	for (const { path, before } of touched) if (before === null) await remove(root, path);
	for (const { path, before } of touched) {
		if (before !== null) await git(root, ["checkout-index", "--force", "--quiet", "--", path]);
	}
}

async function isTheMerges(root: string, { path, before, after }: TreeChange): Promise<boolean> {
	const file = join(root, path);
	const stats = await lstat(file).catch(() => null);
	if (!stats) return before !== null;
	if (!after || after.mode === "160000") return false;
	if (stats.isSymbolicLink())
		return after.mode === SYMLINK && (await readBlob(root, after.blob)).equals(Buffer.from(await readlink(file)));
	if (!stats.isFile()) return false;
	const { stdout } = await tryGit(root, ["hash-object", "--", path]);
	if (stdout === after.blob && stdout === before?.blob)
		return before.mode !== after.mode && (after.mode === EXECUTABLE) === (stats.mode & 0o100) > 0;
	if (stdout === before?.blob) return false;
	if (stdout === after.blob) return true;
	const bytes = await readFile(file);
	return (await readBlob(root, after.blob)).subarray(0, bytes.length).equals(bytes);
}

/** With the folders that were made for it. */
async function remove(root: string, path: string): Promise<void> {
	await rm(join(root, path), { force: true });
	for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
		const isEmpty = await rmdir(join(root, folder)).then(
			() => true,
			() => false,
		);
		if (!isEmpty) return;
	}
}
