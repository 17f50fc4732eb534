import MarkdownIt, { type Token } from "markdown-it";

/** One line of inline Markdown, without its markup. */
export interface TextLine {
	/** The bold text that the line starts with, which is the name of a `**Name**: value` field; else null. */
	lead: string | null;
	/** What follows `lead`, or all of the line. */
	rest: string;
	/** The code spans of `rest`. */
	codes: string[];
}

/** Characters without which inline Markdown is plain text; most lines of a list have none. */
const MARKUP = /[*_`[\]<&\\!\n]/;

const parser = new MarkdownIt("commonmark");

/** Inline Markdown as plain text on one line: no emphasis, links or raw HTML, but with its emoji. */
export function plainText(source: string): string {
	const text = MARKUP.test(source) ? textOf(tokensOf(source)) : source;
	return text.replace(/\s+/g, " ").trim();
}

/** Inline Markdown line by line, as it stands in the file. */
export function readLines(source: string): TextLine[] {
	const lines: Token[][] = [[]];
	for (const token of tokensOf(source)) {
		if (isBreak(token)) lines.push([]);
		else lines.at(-1)?.push(token);
	}
	return lines.map(readLine);
}

function readLine(tokens: Token[]): TextLine {
	const start = tokens.findIndex((token) => token.type === "strong_open" || textOf([token]).trim() !== "");
	const end = tokens.findIndex((token) => token.type === "strong_close");
	const hasLead = tokens[start]?.type === "strong_open" && end > start;
	const rest = hasLead ? tokens.slice(end + 1) : tokens;
	return {
		lead: hasLead ? textOf(tokens.slice(start, end)).trim() : null,
		rest: textOf(rest).trim(),
		codes: rest.filter((token) => token.type === "code_inline").map((token) => token.content),
	};
}

function tokensOf(source: string): Token[] {
	return parser.parseInline(source, {})[0]?.children ?? [];
}

function textOf(tokens: readonly Token[]): string {
	return tokens.map((token) => (isBreak(token) ? " " : token.type === "html_inline" ? "" : token.content)).join("");
}

function isBreak(token: Token): boolean {
	return token.type === "softbreak" || token.type === "hardbreak";
}
