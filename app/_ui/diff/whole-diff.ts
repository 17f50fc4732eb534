import { filesOf, type ShownFile } from "./shown-file.ts";

/** Lines about a file that the view says in its own words. Not a change of mode, which it does not show. */
const ABOUT =
	/^(diff --git |index |--- |\+\+\+ |@@ |new file mode |deleted file mode |similarity index |rename (from|to) |copy (from|to) )/;

/**
 * The files of a diff of which nothing at all is left out when it is shown file by file: each line is one of a change, or
 * says what the view says too. Null for any other text, which must be shown as it is.
 */
export function wholeDiff(text: string): ShownFile[] | null {
	if (!/^(diff --git |--- )/.test(text)) return null;
	const files = filesOf(text);
	if (files.length === 0 || files.some(({ hunks }) => hunks === null)) return null;
	const lines = text.split("\n").filter((line) => line !== "");
	const about = aboutLines(lines);
	const shown = files.reduce((sum, file) => sum + file.lines, 0);
	return about + shown === lines.length ? files : null;
}

/** How many lines stand outside of the changes. Inside a hunk nothing is a heading, whatever it looks like. */
function aboutLines(lines: readonly string[]): number {
	let about = 0;
	let left = { before: 0, after: 0 };
	for (const line of lines) {
		if (left.before > 0 || left.after > 0) {
			left = { before: left.before - (/^[ -]/.test(line) ? 1 : 0), after: left.after - (/^[ +]/.test(line) ? 1 : 0) };
			continue;
		}
		if (!ABOUT.test(line)) continue;
		about += 1;
		const counts = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
		if (counts) left = { before: Number(counts[1] ?? 1), after: Number(counts[2] ?? 1) };
	}
	return about;
}
