const START = "diff --git ";

/**
 * The parts of a diff, one a file. Only a line feed ends a line here: what else might look like the end of one is part of a
 * file's content. A file that became a link, or the other way round, has two headers with the same line, and is one part.
 */
export function diffSections(diff: string): string[] {
	const sections: string[] = [];
	let begin = diff.startsWith(START) ? 0 : nextStart(diff, 0);
	while (begin !== -1) {
		let end = nextStart(diff, begin);
		while (end !== -1 && firstLine(diff, end) === firstLine(diff, begin)) end = nextStart(diff, end);
		const section = end === -1 ? diff.slice(begin) : diff.slice(begin, end);
		sections.push(section.endsWith("\n") ? section : `${section}\n`);
		begin = end;
	}
	return sections;
}

function nextStart(diff: string, from: number): number {
	const at = diff.indexOf(`\n${START}`, from);
	return at === -1 ? -1 : at + 1;
}

function firstLine(diff: string, at: number): string {
	const end = diff.indexOf("\n", at);
	return diff.slice(at, end === -1 ? undefined : end);
}
