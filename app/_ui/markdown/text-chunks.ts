/** A part of a text. */
export interface TextChunk {
	/** Position of its first character, which names it. */
	at: number;
	/** With the line break that ends it. */
	text: string;
	/** About how many lines it takes to show. */
	lines: number;
	/** It ends in the middle of a line that is too long for one part. */
	isCut: boolean;
}

const LINES = 200;
const CHARACTERS = 4_000;
/** Characters in a line of a box as wide as the page allows. */
const WIDTH = 100;

/**
 * The text in parts of a bounded size, so that a browser need only lay out those that are in sight. They end at the ends of
 * lines wherever they can.
 */
export function textChunks(text: string): TextChunk[] {
	const chunks: TextChunk[] = [];
	for (let at = 0; at < text.length; ) {
		const end = endOfChunk(text, at);
		const part = text.slice(at, end);
		const lines = Math.max(part.split("\n").length - 1, Math.ceil(part.length / WIDTH));
		chunks.push({ at, text: part, lines, isCut: end < text.length && !part.endsWith("\n") });
		at = end;
	}
	return chunks;
}

function endOfChunk(text: string, at: number): number {
	let end = at;
	for (let lines = 0; lines < LINES && end < text.length; lines += 1) {
		const newline = text.indexOf("\n", end);
		const next = newline === -1 ? text.length : newline + 1;
		if (next - at > CHARACTERS) break;
		end = next;
	}
	return end > at ? end : wholeEnd(text, at + CHARACTERS);
}

/** Not in the middle of a character outside the basic plane. */
function wholeEnd(text: string, end: number): number {
	const code = text.charCodeAt(end);
	return code >= 0xdc00 && code <= 0xdfff ? end + 1 : end;
}
