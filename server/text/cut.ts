/** The text on one line, at most `limit` characters; what is cut is marked. */
export function oneLine(text: string, limit: number): string {
	// Shortens no more than could be shown: the text may be megabytes long. But what is left out is never left unsaid.
	const line = text
		.slice(0, limit * 4)
		.replaceAll(/\s+/g, " ")
		.trim();
	const isWhole = line.length <= limit && !/\S/.test(text.slice(limit * 4));
	return isWhole ? line : marked(line, limit);
}

/** The beginning of the text, at most `limit` characters; what is cut is marked. */
export function clip(text: string, limit: number): string {
	return text.length <= limit ? text : marked(text, limit);
}

/** The last position up to `end` that does not cut a surrogate pair. */
export function wholeEnd(text: string, end: number): number {
	if (end <= 0) return 0;
	if (end >= text.length) return text.length;
	return isLowSurrogate(text, end) ? end - 1 : end;
}

/** The first position from `start` that does not cut a surrogate pair. */
export function wholeStart(text: string, start: number): number {
	return isLowSurrogate(text, start) ? start + 1 : start;
}

function marked(text: string, limit: number): string {
	return `${text.slice(0, wholeEnd(text, limit - 1))}…`;
}

function isLowSurrogate(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code >= 0xdc00 && code <= 0xdfff;
}
