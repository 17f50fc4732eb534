import { leftOutNote } from "../../text/capped-text.ts";
import { wholeEnd, wholeStart } from "../../text/cut.ts";

/** More than any secret is long: half of one at the edge of a cut would not be recognised as one. */
const MARGIN = 8_192;

/** The parts of a text that may be kept: all of it, or its beginning and its end with a margin each. */
export function partsToKeep(text: string, limit: number): string[] {
	if (text.length <= limit) return [text];
	const { head, tail } = sharesOf(limit);
	if (text.length <= limit + 2 * MARGIN) return [text];
	return [text.slice(0, wholeEnd(text, head + MARGIN)), text.slice(wholeStart(text, text.length - tail - MARGIN))];
}

/**
 * The text that is kept, of parts that were cleaned meanwhile: at most `limit` characters and a note of what is missing.
 *
 * @param length of the whole text
 */
export function joinParts(parts: readonly string[], length: number, limit: number): string {
	const [first = "", last = first] = parts;
	if (parts.length < 2 && first.length <= limit) return first;
	const { head, tail } = sharesOf(limit);
	const kept = [first.slice(0, wholeEnd(first, head)), last.slice(wholeStart(last, last.length - tail))] as const;
	return kept.join(leftOutNote(Math.max(1, length - kept[0].length - kept[1].length)));
}

/** How many characters the note within a kept text says are missing; 0: it is whole. */
export function leftOut(text: string | null, limit: number): number {
	// What was cut is longer, by the note. A text of just this length may tell of itself what it likes.
	if (text === null || text.length <= limit) return 0;
	const { head } = sharesOf(limit);
	const found = /\(… ([\d,]+) characters left out …\)/.exec(text.slice(head - 2, head + 80));
	return found?.[1] ? Number(found[1].replaceAll(",", "")) : 0;
}

function sharesOf(limit: number): { head: number; tail: number } {
	const head = Math.floor(limit / 3) * 2;
	return { head, tail: limit - head };
}
