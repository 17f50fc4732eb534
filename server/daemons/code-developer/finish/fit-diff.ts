import { wholeEnd } from "../../../text/cut.ts";

/** Lines of a file's content begin with a sign, never so. */
const FILE_START = /^diff --git .*$/gm;

/**
 * As much of a diff as a person is shown: whole files in their order as far as there is room; where not even the first has
 * room, its beginning.
 *
 * @param paths of all files of the diff, in its order.
 * @param limit characters.
 * @param isCut the diff is only a beginning: its last file is not whole.
 * @returns `omitted`: files that are not, or not wholly, in `text`.
 */
export function fitDiff(
	diff: string,
	paths: readonly string[],
	{ limit, isCut }: { limit: number; isCut: boolean },
): { text: string; omitted: string[] } {
	const sections = split(diff);
	const shown: string[] = [];
	const omitted: string[] = [];
	let room = limit;
	for (const [index, path] of paths.entries()) {
		const section = sections[index];
		const isWhole = section !== undefined && !(isCut && index === sections.length - 1);
		if (isWhole && section.length <= room) {
			shown.push(section);
			room -= section.length;
		} else omitted.push(path);
	}
	if (shown.length === 0 && sections[0]) shown.push(beginning(sections[0], limit));
	return { text: shown.join(""), omitted };
}

/** One section a file: one that became a link, or the other way round, has two in the diff, under the same line. */
function split(diff: string): string[] {
	const starts: number[] = [];
	let last = "";
	for (const { 0: line, index } of diff.matchAll(FILE_START)) {
		if (line !== last) starts.push(index);
		last = line;
	}
	return starts.map((start, nth) => diff.slice(start, starts[nth + 1]).replace(/\n*$/, "\n"));
}

/** Whole lines, as long as there are any. */
function beginning(section: string, limit: number): string {
	const cut = section.slice(0, wholeEnd(section, limit));
	const end = cut.lastIndexOf("\n");
	return end > 0 ? cut.slice(0, end + 1) : cut;
}
