import { parsePatch, type StructuredPatchHunk } from "diff";
import { diffSections } from "../../../server/contract/diff-sections.ts";

export type Hunk = Pick<StructuredPatchHunk, "oldStart" | "newStart" | "lines">;

/** One file of a diff, as it is shown. */
export interface ShownFile {
	path: string;
	/** Another one when it was renamed or copied. */
	oldPath: string;
	status: "added" | "deleted" | "modified" | "renamed" | "copied";
	/** Null: not counted. */
	added: number | null;
	removed: number | null;
	/** Lines of its diff, as far as there are any to show. */
	lines: number;
	/** What there is to show; null says in `note` why there is nothing. */
	hunks: Hunk[] | null;
	note: string | null;
}

/** The files of a unified diff, as git makes it. What cannot be read as a diff is shown as the text that it is. */
export function filesOf(diff: string): ShownFile[] {
	const sections = diffSections(diff);
	// Without git's headers it is the diff of one file, or of several by other tools.
	return sections.length > 0 ? sections.map(fileOf) : plainFiles(diff);
}

/** One part of git's diff: a file, or one that became a link. */
export function fileOf(section: string): ShownFile {
	try {
		const parts = parsePatch(section);
		const [first] = parts;
		if (!first) return unreadable(section);
		const path = nameOf(first.newFileName) ?? nameOf(first.oldFileName) ?? "(no name)";
		const oldPath = nameOf(first.oldFileName) ?? path;
		const hunks = parts.flatMap((part) => part.hunks);
		return shownFile({ path, oldPath, status: statusOf(first), hunks, binary: first.isBinary === true });
	} catch {
		// The library throws for what is cut off or was never a diff.
		return unreadable(section);
	}
}

interface Facts {
	path: string;
	oldPath: string;
	status: ShownFile["status"];
	hunks: readonly Hunk[];
	binary: boolean;
}

/** Counts the lines of what is to be shown. */
export function shownFile({ path, oldPath, status, hunks, binary }: Facts): ShownFile {
	const lines = hunks.flatMap((hunk) => hunk.lines);
	const empty = binary ? "A binary file: there are no lines to show." : "Nothing in its text has changed.";
	return {
		path,
		oldPath,
		status,
		added: binary ? null : lines.filter((line) => line.startsWith("+")).length,
		removed: binary ? null : lines.filter((line) => line.startsWith("-")).length,
		lines: lines.length,
		hunks: lines.length > 0 ? [...hunks] : null,
		note: lines.length > 0 ? null : empty,
	};
}

function plainFiles(diff: string): ShownFile[] {
	if (diff.trim() === "") return [];
	try {
		const parts = parsePatch(diff).filter((part) => part.hunks.length > 0);
		if (parts.length === 0) return [unreadable(diff)];
		return parts.map((part) => {
			const path = nameOf(part.newFileName) ?? nameOf(part.oldFileName) ?? "(no name)";
			const status =
				part.oldFileName === "/dev/null" ? "added" : part.newFileName === "/dev/null" ? "deleted" : "modified";
			return shownFile({ path, oldPath: path, status, hunks: part.hunks, binary: false });
		});
	} catch {
		return [unreadable(diff)];
	}
}

function unreadable(text: string): ShownFile {
	const lines = text.replace(/\n$/, "").split("\n");
	const hunk = { oldStart: 1, newStart: 1, lines: lines.map((line) => ` ${line}`) };
	return {
		path: "(a text that is no diff)",
		oldPath: "",
		status: "modified",
		added: null,
		removed: null,
		lines: lines.length,
		hunks: [hunk],
		note: null,
	};
}

function statusOf(part: ReturnType<typeof parsePatch>[number]): ShownFile["status"] {
	if (part.isRename) return "renamed";
	if (part.isCopy) return "copied";
	if (part.isCreate || part.oldFileName === "/dev/null") return "added";
	return part.isDelete || part.newFileName === "/dev/null" ? "deleted" : "modified";
}

function nameOf(name: string | undefined): string | null {
	if (!name || name === "/dev/null") return null;
	return name.replace(/^[ab]\//, "");
}
