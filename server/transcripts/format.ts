import type { Change } from "./changes.ts";

/** Where a line stands. */
export interface LinePlace {
	/** Of the transcript, absolute: its name may hold the session or the day. */
	path: string;
	/** Byte at which the line begins. */
	offset: number;
}

/** Reads one transcript, line by line, from its beginning or from where `carry` was taken. Never throws. */
export interface Reader {
	/** @param line without its end, decoded with U+FFFD for what is no UTF-8; an empty line tells nothing */
	read(line: string, place: LinePlace): Change[];
	/**
	 * What it has to remember between two lines, as JSON: a reader begun with it goes on as this one would. The same object
	 * as long as nothing in it has changed, so that it is stored only when it has.
	 */
	carry(): unknown;
}

/** One format of transcripts. */
export interface Format {
	name: string;
	/** What the tool writes beneath its folder that is a transcript of this format; patterns as of picomatch. */
	patterns: readonly string[];
	/** What it counts in any case, e.g. `inputTokens`: 0 until there is more. */
	amounts: readonly string[];
	/**
	 * What a reader begins with in a file that stands where another stood, and goes on from nothing in it: turns that have no
	 * id of their own, and only their place to be known by, are not those of the other file. Absent: all have ids.
	 *
	 * @param mark that tells the other file
	 */
	after?(mark: string): unknown;
	/** @param carry of an earlier reader of the same file; null: from the beginning */
	open(carry: unknown): Reader;
}
