/** The text as a code block that it cannot end: its fence is longer than any run of backticks within. */
export function codeBlock(text: string, language = ""): string {
	const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
	return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** The text as inline code, on one line. */
export function inlineCode(text: string): string {
	const line = text.replaceAll(/\s+/g, " ").trim();
	const fence = "`".repeat(longestRun(line) + 1);
	const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
	return `${fence}${pad}${line}${pad}${fence}`;
}

/** Plain text inside Markdown: nothing in it is markup. */
export function escapeMarkdown(text: string): string {
	return text
		.replaceAll(/\s+/g, " ")
		.replaceAll(/[\\`*_[\]<>|~&]/g, "\\$&")
		.replace(/^ ?([#+-])/, "\\$1"); // these mean something at the start of a line alone
}

const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}\u2028\u2029]|[^\P{Cc}\t\n]/gu;

/**
 * The characters of a text that a reader does not see, or that change the order in which the rest is seen, as `U+202E`:
 * a command must not look different from what it does.
 */
export function hiddenCharacters(text: string): string[] {
	const found = new Set(text.match(HIDDEN));
	return [...found].map((char) => `U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`);
}

/** The text as it is seen, for titles. */
export function withoutHidden(text: string): string {
	return text.replaceAll(HIDDEN, "");
}

function longestRun(text: string): number {
	return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
