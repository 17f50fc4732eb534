import type { LogLine } from "../contract/log.ts";
import type { Matcher } from "./matcher.ts";
import { linesOf, type RawLine } from "./split-lines.ts";

/** What an answer holds at most: enough for a line of 10 MB. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** So much is looked through at once; then others get their turn. */
const SLICE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * How lines that follow each other may be shown, as many as are given: secrets blotted out for example. What does not match
 * any more after that is no hit.
 */
export type Presenter = (texts: readonly string[]) => readonly string[];

export interface FindOptions {
	/** Only what comes before this offset. */
	before?: number | undefined;
	/** How lines that follow each other may be shown, as many as there are: see `Presenter`. */
	present?: Presenter | undefined;
	/** What the texts of all lines may have together, in bytes; the newest are kept. */
	maxBytes?: number | undefined;
}

export interface Find extends FindOptions {
	matcher: Matcher;
	limit: number;
	timeMs?: number | undefined;
	signal?: AbortSignal | undefined;
}

/** What was found so far, newest first. */
export class Findings {
	readonly lines: LogLine[] = [];
	isFull = false;
	private bytes = 0;

	constructor(
		private readonly find: Find,
		/** Everything from here on was looked at. */
		public searched: number,
	) {}

	lookAt(lines: RawLine[]): void {
		const { matcher, present } = this.find;
		const texts = lines.map(({ bytes }) => bytes.toString("utf8"));
		const wanted = lines.flatMap((_, index) => (matcher.matches(texts[index] ?? "") ? [index] : []));
		if (wanted.length === 0) return;
		const shown = present ? present(texts) : texts;
		for (const index of wanted.toReversed()) {
			const line = lines[index];
			const text = shown[index] ?? "";
			if (this.isFull || !line) return;
			if (text === texts[index] || matcher.matches(text)) this.take(line, text);
		}
	}

	private take({ offset, bytes, cut }: RawLine, text: string): void {
		const { limit, maxBytes = MAX_ANSWER_BYTES } = this.find;
		if (this.lines.length > 0 && this.bytes + bytes.length > maxBytes) {
			this.isFull = true;
			return;
		}
		this.lines.push({ offset, text, cut });
		this.bytes += bytes.length;
		this.isFull = this.lines.length >= limit;
	}
}

interface Slice {
	start: number;
	end: number;
}

/** Pieces of some size, of whole lines, the last one first. */
export function* slicesBackward(bytes: Buffer): Generator<Slice> {
	let end = bytes.length;
	while (end > 0) {
		const wanted = end - SLICE_BYTES;
		const start = wanted <= 0 ? 0 : bytes.lastIndexOf(NEWLINE, wanted - 1) + 1;
		yield { start, end };
		end = start;
	}
}

/** The lines of a slice that are worth a closer look. */
export function linesIn({ start, end }: Slice, offset: number, block: Buffer, matcher: Matcher): RawLine[] {
	const bytes = block.subarray(start, end);
	if (!matcher.mayMatch(bytes.toString("utf8"))) return [];
	return linesOf({ offset: offset + start, bytes });
}
