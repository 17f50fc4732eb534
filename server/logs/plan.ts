import type { LogsConfig } from "../config/types.ts";
import type { Segment } from "./segments.ts";

/** A log as it stands, in offsets. */
export interface Extent {
	/** Of the current file's first byte. */
	base: number;
	/** What comes before it is in segments. */
	from: number;
	/** Of the current file, in bytes. */
	size: number;
	/** When the oldest byte from `from` on may have been written, in unix milliseconds. */
	since: number;
	/** What can be taken from the front of a file is a multiple of this. */
	blockBytes: number;
	/** Everything has to go at once, or nothing can. */
	whole: boolean;
}

export interface Plan {
	/** What leaves the current file is everything before this. */
	to: number;
	/** False: it is too much to keep, so no file is made of it. */
	keep: boolean;
}

/** A rotation takes at most so many times the wanted size, so that a log that grew for a week becomes files of even size. */
const MOST_PER_SEGMENT = 2;

/**
 * What is to be taken out of the current file now; null when nothing is. More than what all kept files can hold was
 * written without a rotation: then the oldest of it goes as it would have gone with its file, without being written anew.
 */
export function planRotation(extent: Extent, settings: LogsConfig, now: number): Plan | null {
	const { base, from, size, since, blockBytes, whole } = extent;
	const { maxSizeBytes, maxAgeMs, keep } = settings;
	const end = base + size;
	const fresh = end - from;
	const old = maxAgeMs !== null && now - since > maxAgeMs;
	if (fresh <= 0 || (fresh <= maxSizeBytes && !old)) return null;

	/** All that may be kept, in files and in the current one. */
	const room = keep === 0 ? 0 : (keep + 1) * maxSizeBytes;
	const tooMuch = fresh > room * MOST_PER_SEGMENT;
	if (whole) return { to: end, keep: !tooMuch };
	const share = fresh > maxSizeBytes * MOST_PER_SEGMENT ? from + Math.max(maxSizeBytes, blockBytes) : end;
	const wanted = tooMuch ? end - room : share;
	// Something always stays: a file cannot be cut off whole.
	const to = base + Math.floor((Math.min(wanted, end - 1) - base) / blockBytes) * blockBytes;
	return to > from ? { to, keep: !tooMuch } : null;
}

/** The segments that have to go: beyond the number that is kept, or too old. */
export function expiredSegments(segments: readonly Segment[], { keep, keepMs }: LogsConfig, now: number): Segment[] {
	const newestFirst = segments.toSorted((a, b) => b.start - a.start);
	return newestFirst.filter((one, index) => index >= keep || (keepMs !== null && now - one.at > keepMs));
}
