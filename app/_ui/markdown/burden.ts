import { sourceLines } from "./source-lines.ts";

/** Why a text is not given to the Markdown parser. */
export type Burden = "long" | "nested" | "dense";

// Each of these keeps the page busy for less than half a second on a slow computer; what is beyond them is a log, a dump,
// or made to harm. Text in code blocks costs the parser next to nothing.
const MAX_PROSE = 20_000;
const MAX_CODE = 250_000;
const MAX_CODE_LINES = 5_000;
/** Quotes and lists within each other. */
const MAX_NESTING = 24;
const MAX_MARKS = 3_000;
/** Within a paragraph the parser looks for the other end of each mark among all others. */
const MAX_MARKS_TOGETHER = 1_200;
/** A line may be a paragraph, a row or an item of its own, which costs as much as two marks. */
const MARKS_PER_LINE = 2;

const MARKS = /[*_~`[\]<>|]/g;
/** What opens quotes, lists and footnotes at the beginning of a line, and what stands for those opened before. */
const CONTAINERS = /^(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^(?:\\.|[^\]\\])*\]:)*/;

/**
 * What would make a Markdown text freeze or crash the page, from its look alone and in time linear in its length; null
 * when it may be parsed. In doubt a text is a burden.
 */
export function burdenOf(source: string): Burden | null {
	if (source.length > MAX_PROSE + MAX_CODE) return "long";
	const lines = sourceLines(source);
	const code = lines.filter(({ isCode }) => isCode).map(({ text }) => text);
	const prose = lines.filter(({ isCode }) => !isCode).map(({ text }) => text);
	if (sum(prose, lengthOf) > MAX_PROSE || sum(code, lengthOf) > MAX_CODE || code.length > MAX_CODE_LINES) return "long";
	if (prose.some((line) => nestingOf(line) > MAX_NESTING)) return "nested";
	return isDense(prose) ? "dense" : null;
}

/** At least as many quotes, lists and footnotes as the line can stand in: a list needs two columns, the others a mark. */
function nestingOf(line: string): number {
	const [start] = CONTAINERS.exec(line) ?? [""];
	let marks = 0;
	let columns = 0;
	for (const character of start) {
		if (character === ">" || character === "[") marks += 1;
		else columns += character === "\t" ? 4 : 1;
	}
	return marks + Math.floor(columns / 2);
}

/** Paragraphs end at empty lines at the latest. */
function isDense(lines: readonly string[]): boolean {
	let all = 0;
	let together = 0;
	return lines.some((line) => {
		const marks = marksOf(line);
		all += marks;
		together = marks === 0 ? 0 : together + marks;
		return all > MAX_MARKS || together > MAX_MARKS_TOGETHER;
	});
}

function lengthOf(line: string): number {
	return line.length + 1;
}

function marksOf(line: string): number {
	if (line.trim() === "") return 0;
	return MARKS_PER_LINE + (line.match(MARKS)?.length ?? 0);
}

function sum(lines: readonly string[], measure: (line: string) => number): number {
	return lines.reduce((total, line) => total + measure(line), 0);
}
