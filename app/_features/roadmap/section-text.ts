/** How deep headings go on the page. */
const DEEPEST = 3;

/**
 * The Markdown of a section below its heading, which the page has in its own place. Fields that stand on lines of their own,
 * `**Status**: …`, stay on them; its headings begin at the first level and leave none out.
 */
export function sectionText(body: string): string {
	return levelled(withoutHeading(body)).replace(/(\S)[ \t]*\r?\n(?=\*\*)/g, "$1  \n");
}

function withoutHeading(body: string): string {
	const lines = body.split("\n");
	const [first = "", second = ""] = lines;
	if (/^ {0,3}#/.test(first)) return lines.slice(1).join("\n").trim();
	// A heading underlined on the next line.
	return (/^ {0,3}(-+|=+)\s*$/.test(second) ? lines.slice(2).join("\n") : body).trim();
}

function levelled(text: string): string {
	/** The levels that the present heading stands below, itself last. */
	const levels: number[] = [];
	let fence: string | null = null;
	return text
		.split("\n")
		.map((line) => {
			const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
			if (fence !== null) {
				if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
				return line;
			}
			if (mark) fence = mark;
			const heading = /^( {0,3})(#{1,6})(?=[ \t]|\r?$)/.exec(line);
			if (!heading) return line;
			const [whole, indent = "", marks = ""] = heading;
			while ((levels.at(-1) ?? 0) >= marks.length) levels.pop();
			levels.push(marks.length);
			return `${indent}${"#".repeat(Math.min(levels.length, DEEPEST))}${line.slice(whole.length)}`;
		})
		.join("\n");
}
