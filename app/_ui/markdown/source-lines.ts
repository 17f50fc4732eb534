/** A line of Markdown source. */
export interface SourceLine {
	text: string;
	/** The parser takes it as part of a code block, fences included, whatever it holds. */
	isCode: boolean;
}

const FENCE = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
/** What could begin a code block or HTML somewhere that this file does not look into: in a list, in a quote, indented. */
const UNSURE = /```|~~~|^[\s>*+\-.)\d]*</;

/**
 * The lines of a text, with those marked that are surely in a code block. Only blocks that stand at the very left are
 * followed. From the first line on that might begin one elsewhere, or HTML, in which a fence would be none, no line is
 * marked any more: a text can only make itself look harder to parse than it is, never easier.
 */
export function sourceLines(source: string): SourceLine[] {
	let end: RegExp | null = null;
	let sure = true;
	return source
		.replace(/^\uFEFF/, "")
		.split(/\r\n|\n|\r/)
		.map((text) => {
			if (end) {
				if (end.test(text)) end = null;
				return { text, isCode: true };
			}
			const fence = sure ? FENCE.exec(text) : null;
			const run = fence?.[1] ?? fence?.[2];
			if (run) end = new RegExp(`^ {0,3}${run.charAt(0)}{${run.length},}[ \\t]*$`);
			else if (UNSURE.test(text)) sure = false;
			return { text, isCode: run !== undefined };
		});
}
