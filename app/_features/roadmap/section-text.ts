/**
 * The Markdown of a section below its heading, which the page has in its own place. Fields that stand on lines of their own,
 * `**Status**: …`, stay on them.
 */
export function sectionText(body: string): string {
	return withoutHeading(body).replace(/(\S)[ \t]*\r?\n(?=\*\*)/g, "$1  \n");
}

function withoutHeading(body: string): string {
	const lines = body.split("\n");
	const [first = "", second = ""] = lines;
	if (/^ {0,3}#/.test(first)) return lines.slice(1).join("\n").trim();
	// A heading underlined on the next line.
	return (/^ {0,3}(-+|=+)\s*$/.test(second) ? lines.slice(2).join("\n") : body).trim();
}
