import { visibleText } from "../../contract/visible-text.ts";

/** Known to this process alone: text from outside cannot bring a style that is taken for one of ours. */
const SEAL = 100_000 + Math.floor(Math.random() * 1e9);
const SEALED = new RegExp(`\\u001B\\[${SEAL};(\\d+)m`, "g");

/** `text` in a style of ours (numbers of an SGR sequence); outside of `toTerminal` it is not what a terminal takes. */
export function sealStyle(text: string, open: number, close: number): string {
	return `\u001B[${SEAL};${open}m${text}\u001B[${SEAL};${close}m`;
}

/**
 * What a terminal may be given: our own styles as they are, and everything else by the rules of `visibleText`. All that
 * the command line writes for people goes through here (see `Context` and `reportError`), wherever its parts come from.
 */
export function toTerminal(text: string): string {
	return show(text, (style) => `\u001B[${style}m`);
}

/** One line of it, for a cell or a sentence: a line feed from outside must not begin what looks like a line of ours. */
export function oneLine(text: string): string {
	return show(text.replace(/\s*[\n\t]\s*/g, " ").trim(), (_style, sealed) => sealed);
}

/**
 * Markdown as source, for reading: what stands in code is shown by the stricter rules for commands, because whoever
 * approves it must see all of it. In doubt (a fence or a tick that is never closed) it is code.
 */
export function showMarkdown(text: string): string {
	let fence: string | null = null;
	let span = false;
	const lines = text.replaceAll("\r\n", "\n").split("\n");
	return lines.map(showLine).join("\n");

	function showLine(line: string): string {
		const mark = /^[\s>*+\-.\d)]*(`{3,}|~{3,})/.exec(line)?.[1];
		if (fence !== null) {
			if (mark?.startsWith(fence)) fence = null;
			return visibleText(line, "code");
		}
		if (mark) fence = mark;
		if (line.trim() === "") span = false;
		if (mark || span || /^(\t| {4})/.test(line)) return visibleText(line, "code");
		return line.replace(/(`+)(?:.*?\1|(.*))|[^`]+/g, (part, tick?: string, open?: string) => {
			span ||= open !== undefined;
			return visibleText(part, tick ? "code" : "prose");
		});
	}
}

function show(text: string, style: (style: string, sealed: string) => string): string {
	let shown = "";
	let from = 0;
	for (const match of text.matchAll(SEALED)) {
		shown += visibleText(text.slice(from, match.index)) + style(match[1] ?? "", match[0]);
		from = match.index + match[0].length;
	}
	return shown + visibleText(text.slice(from));
}
