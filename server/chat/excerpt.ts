import { wholeEnd, wholeStart } from "../text/cut.ts";

/** How much is shown, in characters, and how much of that stands before the place. */
const LENGTH = 220;
const BEFORE = 50;

/**
 * The part of a message in which one of the words begins, letters with and without their marks being the same; its beginning
 * when there is no such place. A short message is shown whole. What is left out is marked.
 */
export function excerptOf(text: string, words: readonly string[]): string {
	if (text.length <= LENGTH) return text;
	const apart = text.normalize("NFD");
	const at = apart.search(beginningOf(words));
	const [start, end] = [startAt(apart, at - BEFORE), endAt(apart, Math.max(at - BEFORE, 0) + LENGTH)];
	const part = apart.slice(start, end).normalize("NFC").trim();
	return `${start > 0 ? "…" : ""}${part}${end < apart.length ? "…" : ""}`;
}

/** Where any of the words begins in a text whose letters and marks are apart. */
function beginningOf(words: readonly string[]): RegExp {
	const parts = words.flatMap((word) => word.normalize("NFD").match(/[\p{L}\p{N}]+/gu) ?? []);
	if (parts.length === 0) return /(?!)/;
	const letters = parts.map((part) => [...part].join("\\p{M}*"));
	return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${letters.join("|")})`, "iu");
}

/** The first word from there on, or the middle of one that is too long. */
function startAt(text: string, from: number): number {
	if (from <= 0) return 0;
	const blank = text.slice(from, from + BEFORE).search(/\s/);
	return blank === -1 ? wholeStart(text, from) : from + blank + 1;
}

/** The end of the last word up to there, or the middle of one that is too long. */
function endAt(text: string, to: number): number {
	if (to >= text.length) return text.length;
	const blank = text.slice(to - BEFORE, to).search(/\s\S*$/);
	return blank === -1 ? wholeEnd(text, to) : to - BEFORE + blank;
}
