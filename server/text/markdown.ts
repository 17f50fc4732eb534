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

function longestRun(text: string): number {
	let longest = 0;
	for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
	return longest;
}
