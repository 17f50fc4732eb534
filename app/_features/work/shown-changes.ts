import { structuredPatch } from "diff";
import type { DiffFile, RecordedChange } from "../../../server/contract/record.ts";
import { fileOf, type ShownFile, shownFile } from "../../_ui/diff/shown-file.ts";

/** Comparing texts that have little in common takes long; then they are only named. */
const COMPARE_MS = 200;
const CONTEXT = 3;

/** The changes of a step as files of a diff. */
export function shownChanges(changes: readonly RecordedChange[]): ShownFile[] {
	return changes.map((change) => {
		const { path, oldText, newText, line = 1, omitted } = change;
		const named = { path, oldPath: path, status: oldText === null && !omitted ? "added" : "modified" } as const;
		const patch = omitted
			? undefined
			: structuredPatch("a", "b", oldText ?? "", newText, undefined, undefined, {
					context: CONTEXT,
					timeout: COMPARE_MS,
				});
		if (!patch) return unshown(named, "Too large to be kept, or to be compared here.");
		const hunks = patch.hunks.map((hunk) => ({
			...hunk,
			oldStart: hunk.oldStart + line - 1,
			newStart: hunk.newStart + line - 1,
		}));
		return shownFile({ ...named, hunks, binary: false });
	});
}

/** The files of a run's diff. */
export function shownFiles(files: readonly DiffFile[]): ShownFile[] {
	return files.map((file) => {
		const { path, status, added, removed, patch, tooLarge, binary } = file;
		const facts = { path, oldPath: file.oldPath ?? path, status };
		const counts = { added, removed };
		if (patch !== null) return { ...fileOf(patch), ...facts, ...counts };
		const note = binary ? "A binary file: there are no lines to show." : tooLargeWords(tooLarge?.lines ?? 0);
		return { ...unshown(facts, note), ...counts };
	});
}

function tooLargeWords(lines: number): string {
	const long = lines > 1 ? `: its diff has ${lines.toLocaleString("en")} lines` : "";
	return `Too large to be shown here${long}. Look at it in the repository.`;
}

function unshown(facts: Pick<ShownFile, "path" | "oldPath" | "status">, note: string): ShownFile {
	return { ...facts, added: null, removed: null, lines: 0, hunks: null, note };
}
