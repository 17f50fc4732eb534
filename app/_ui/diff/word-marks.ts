import { diffWordsWithSpace } from "diff";

/** Lines longer than this are not compared word by word: it takes long, and nobody sees the difference. */
const MAX_LENGTH = 400;
/** When more than this share of a line differs, marks in it say nothing. */
const MAX_SHARE = 0.7;

export interface Part {
	text: string;
	/** It is not in the line on the other side. */
	marked: boolean;
}

/** The parts of a line, those marked that differ from the line it took the place of. */
export function wordMarks(text: string, pair: string | null, sign: "+" | "-"): Part[] {
	const whole = [{ text, marked: false }];
	if (pair === null || text.length > MAX_LENGTH || pair.length > MAX_LENGTH) return whole;
	const [before, after] = sign === "-" ? [text, pair] : [pair, text];
	const parts = diffWordsWithSpace(before, after)
		.filter((part) => (sign === "-" ? !part.added : !part.removed))
		.map((part) => ({ text: part.value, marked: part.added === true || part.removed === true }));
	const differing = parts.reduce((sum, part) => sum + (part.marked ? part.text.length : 0), 0);
	return differing > text.length * MAX_SHARE ? whole : parts;
}
