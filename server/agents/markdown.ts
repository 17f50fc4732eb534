/** The text as a code block that it cannot end: its fence is longer than any run of backticks within. */
export function codeBlock(text: string, language = ""): string {
	const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
	return `${fence}${language}\n${text}\n${fence}`;
}

/** A line as inline code. */
export function inlineCode(line: string): string {
	const fence = "`".repeat(longestRun(line) + 1);
	return fence.length > 1 ? `${fence} ${line} ${fence}` : `\`${line}\``;
}

function longestRun(text: string): number {
	return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
