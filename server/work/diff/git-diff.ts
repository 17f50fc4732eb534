import { diffSections } from "../../contract/diff-sections.ts";
import type { DiffFile } from "../../contract/record.ts";
import { type GitOptions, git, tryGit } from "../../git/git.ts";

/** Most files listed, lines and characters of one file's diff, and characters of all of them. */
const MAX_FILES = 1_000;
const MAX_LINES = 20_000;
const MAX_FILE = 1_000_000;
const MAX_ALL = 4_000_000;

/** The same whatever the person has configured, and no program of theirs is run for it. */
const PLAIN = [
	"--no-ext-diff",
	"--no-textconv",
	"--no-color",
	"--no-relative",
	"--ignore-submodules=none",
	"--submodule=short",
	"--find-renames",
	"--src-prefix=a/",
	"--dst-prefix=b/",
	"-O/dev/null",
];
/** A file larger than this is not compared line by line: git takes it for a binary one. */
const CONFIG = { "core.bigFileThreshold": "8m", "core.quotePath": "false", "diff.noprefix": "false" };

const STATUS: Record<string, DiffFile["status"]> = { A: "added", D: "deleted", R: "renamed", C: "copied" };

/**
 * What differs between what `range` names (two commits, or one and the worktree), file by file, as far as there is room.
 * @throws NightshiftError `git-failed`
 */
export async function gitDiff(
	folder: string,
	range: readonly string[],
	options: GitOptions = {},
): Promise<{ files: DiffFile[]; more: number }> {
	const settings = { ...options, config: CONFIG };
	const diff = (...what: string[]) => ["diff", ...PLAIN, ...what, ...range, "--"];
	const changes = readRaw(await git(folder, diff("--raw", "-z"), settings));
	const counts = readCounts(await git(folder, diff("--numstat", "-z"), settings));
	// Beyond its limit git's output is cut, and that is no failure here.
	const patch = await tryGit(folder, diff("--patch"), settings);
	const sections = diffSections(patch.stdout);
	if (patch.flooded) sections.pop();
	let room = MAX_ALL;
	const files = changes.slice(0, MAX_FILES).map((change, index): DiffFile => {
		const count = counts.get(change.path) ?? { added: null, removed: null };
		const binary = count.added === null;
		const section = sections[index];
		const lines = section ? lineCount(section) : (count.added ?? 0) + (count.removed ?? 0);
		const fits = section !== undefined && section.length <= Math.min(room, MAX_FILE) && lines <= MAX_LINES;
		if (fits && !binary) room -= section.length;
		return {
			...change,
			...count,
			binary,
			patch: fits && !binary ? section : null,
			tooLarge: fits || binary ? null : { lines },
		};
	});
	return { files, more: changes.length - files.length };
}

/** `:100644 100755 HASH HASH R90\0OLD\0NEW\0…` */
function readRaw(text: string): Pick<DiffFile, "path" | "oldPath" | "status">[] {
	const fields = text.split("\0");
	const changes: Pick<DiffFile, "path" | "oldPath" | "status">[] = [];
	for (let at = 0; at < fields.length && fields[at] !== ""; at += 1) {
		const letter = /([A-Z])\d*$/.exec(fields[at] ?? "")?.[1] ?? "M";
		const status = STATUS[letter] ?? "modified";
		const first = fields[++at] ?? "";
		const isMoved = status === "renamed" || status === "copied";
		const path = isMoved ? (fields[++at] ?? "") : first;
		changes.push({ path, oldPath: isMoved ? first : path, status });
	}
	return changes;
}

/** `1\t2\tPATH\0`, and of a renamed file `1\t2\t\0OLD\0NEW\0`; a binary file has `-` for its counts. */
function readCounts(text: string): Map<string, { added: number | null; removed: number | null }> {
	const fields = text.split("\0");
	const counts = new Map<string, { added: number | null; removed: number | null }>();
	for (let at = 0; at < fields.length && fields[at] !== ""; at += 1) {
		const [added = "", removed = "", ...rest] = (fields[at] ?? "").split("\t");
		let path = rest.join("\t");
		if (path === "") {
			at += 2;
			path = fields[at] ?? "";
		}
		counts.set(path, { added: countOf(added), removed: countOf(removed) });
	}
	return counts;
}

function countOf(text: string): number | null {
	return text === "-" ? null : Number(text);
}

function lineCount(text: string): number {
	let count = 0;
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
	return count;
}
