import { clip, oneLine } from "../text/cut.ts";

/** Characters of a text that are looked at: its beginning, and its end. */
const HEAD = 20_000;
const TAIL = 10_000;
const LONGEST_LINE = 2_000;
const LONGEST_SENTENCE = 300;

const END = /(?<=[.!?…]["'”’)\]]?)\s+(?=["'“‘([]?[\p{Lu}\p{Lo}\p{N}`])|(?<=[。！？｡])/u;
const FENCE = /^\s{0,8}(```|~~~)/;
/** What Markdown puts before a line: quotes, list marks, headings, boxes. */
const LEADING = /^\s*(?:>\s?|[-*+•]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|\[[ xX]\]\s+)*/;

/** The beginning and the end of a long text: what lies between is not looked at. */
export function bounded(text: string): string {
	return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** The lines of a text, each cut to a length that patterns can be run on. */
export function linesOf(text: string): string[] {
	return bounded(text)
		.split(/\r?\n/)
		.map((line) => line.slice(0, LONGEST_LINE));
}

/** What was said in sentences, one line each, without code, tables and marks of Markdown. */
export function sentencesOf(text: string): string[] {
	const sentences: string[] = [];
	let fenced = false;
	for (const line of linesOf(text)) {
		if (FENCE.test(line)) fenced = !fenced;
		else if (!fenced && !/^\s*\|/.test(line)) {
			for (const part of plain(line).split(END)) {
				const sentence = clip(part.trim(), LONGEST_SENTENCE);
				if (/[\p{L}\p{N}]/u.test(sentence)) sentences.push(sentence);
			}
		}
	}
	return sentences;
}

/** The beginning of a text as a quotation on one line: its first words that are no code. */
export function gist(text: string, limit: number): string {
	const [first, ...more] = sentencesOf(text.slice(0, HEAD));
	if (first === undefined) return oneLine(text.slice(0, HEAD), limit);
	// A greeting, or "OK.", says too little alone.
	return oneLine(first.length < 40 ? [first, ...more.slice(0, 2)].join(" ") : first, limit);
}

function plain(line: string): string {
	return line.replace(LEADING, "").replaceAll(/\*\*|__(?=\S)|(?<=\S)__(?=\s|$)/g, "");
}
