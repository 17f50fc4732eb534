import { structuredPatch } from "diff";
import type { DiffFile, RecordedChange } from "../../contract/record.ts";

/** Comparing two texts that have little in common takes long: then only its size is told. */
const COMPARE_MS = 200;
const MAX_ALL_MS = 3_000;
const CONTEXT = 3;

/**
 * The changes that an agent told of, as a diff: each as it was made, one after the other, so that a line which was changed
 * twice is there twice.
 */
export function recordedDiff(changes: readonly RecordedChange[]): DiffFile[] {
	const byPath = new Map<string, RecordedChange[]>();
	for (const change of changes) byPath.set(change.path, [...(byPath.get(change.path) ?? []), change]);
	const until = performance.now() + MAX_ALL_MS;
	return [...byPath].map(([path, ofFile]) => fileDiff(path, ofFile, until));
}

/** One change as the lines of a unified diff; null when it is too large to be compared, or was not kept. */
export function hunksOf(change: RecordedChange, until = Number.POSITIVE_INFINITY): { lines: string[] } | null {
	const { oldText, newText, line = 1, omitted } = change;
	if (omitted || performance.now() > until) return null;
	const patch = structuredPatch("a", "b", oldText ?? "", newText, undefined, undefined, {
		context: CONTEXT,
		timeout: COMPARE_MS,
	});
	if (!patch) return null;
	const lines = patch.hunks.flatMap((hunk) => {
		const oldStart = hunk.oldLines === 0 ? 0 : hunk.oldStart + line - 1;
		const head = `@@ -${oldStart},${hunk.oldLines} +${hunk.newStart + line - 1},${hunk.newLines} @@`;
		return [head, ...hunk.lines];
	});
	return { lines };
}

function fileDiff(path: string, changes: readonly RecordedChange[], until: number): DiffFile {
	const hunks = changes.map((change) => hunksOf(change, until));
	const lines = hunks.flatMap((one) => one?.lines ?? []);
	const isNew = changes[0]?.oldText === null && !changes[0].omitted;
	const isWhole = hunks.every((one) => one !== null);
	const header = [`diff --git a/${path} b/${path}`, `--- ${isNew ? "/dev/null" : `a/${path}`}`, `+++ b/${path}`];
	return {
		path,
		oldPath: path,
		status: isNew ? "added" : "modified",
		binary: false,
		added: lines.filter((line) => line.startsWith("+")).length,
		removed: lines.filter((line) => line.startsWith("-")).length,
		patch: isWhole ? `${[...header, ...lines].join("\n")}\n` : null,
		tooLarge: isWhole ? null : { lines: changes.reduce((sum, change) => sum + linesOf(change), 0) },
	};
}

function linesOf({ oldText, newText }: RecordedChange): number {
	return (oldText ?? "").split("\n").length + newText.split("\n").length;
}
