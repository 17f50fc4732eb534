import { setImmediate as giveWay } from "node:timers/promises";
import { structuredPatch } from "diff";
import type { DiffFile, RecordedChange } from "../../contract/record.ts";

/** Comparing two texts that have little in common takes long: then only its size is told. */
const COMPARE_MS = 200;
const MAX_ALL_MS = 3_000;
const CONTEXT = 3;

/** How long texts may still be compared, in ms: counts down. */
export interface CompareTime {
	leftMs: number;
}

/**
 * The changes that an agent told of, as a diff: each as it was made, one after the other, so that a line which was changed
 * twice is there twice. Comparing takes three seconds at most, and others get their turn in between.
 */
export async function recordedDiff(changes: readonly RecordedChange[]): Promise<DiffFile[]> {
	const byPath = new Map<string, RecordedChange[]>();
	for (const change of changes) byPath.set(change.path, [...(byPath.get(change.path) ?? []), change]);
	const time: CompareTime = { leftMs: MAX_ALL_MS };
	const files: DiffFile[] = [];
	for (const [path, ofFile] of byPath) files.push(await fileDiff(path, ofFile, time));
	return files;
}

/**
 * One change as the lines of a unified diff; null when it is too large to be compared, was not kept, or the time is up.
 * What it takes is taken off `time`, and then others get their turn.
 */
export async function hunksOf(change: RecordedChange, time: CompareTime): Promise<{ lines: string[] } | null> {
	if (change.omitted || time.leftMs <= 0) return null;
	const began = performance.now();
	const hunks = compare(change);
	time.leftMs -= performance.now() - began;
	await giveWay();
	return hunks;
}

function compare({ oldText, newText, line = 1 }: RecordedChange): { lines: string[] } | null {
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

async function fileDiff(path: string, changes: readonly RecordedChange[], time: CompareTime): Promise<DiffFile> {
	const hunks: Awaited<ReturnType<typeof hunksOf>>[] = [];
	for (const change of changes) hunks.push(await hunksOf(change, time));
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
