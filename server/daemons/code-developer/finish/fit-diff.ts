import { diffSections } from "../../../contract/diff-sections.ts";
import { wholeEnd } from "../../../text/cut.ts";

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
	const sections = diffSections(diff);
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

/** Whole lines, as long as there are any. */
function beginning(section: string, limit: number): string {
	const cut = section.slice(0, wholeEnd(section, limit));
	const end = cut.lastIndexOf("\n");
	return end > 0 ? cut.slice(0, end + 1) : cut;
}
