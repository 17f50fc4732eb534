import type { Chunk, LogView } from "./log-view.ts";
import type { Part } from "./read-part.ts";

const FIRST_BYTES = 64 * 1024;
const LARGEST_BYTES = 4 * 1024 * 1024;
/** What is compressed can only be read from its beginning, so it is taken in one piece, or in few. */
const COMPRESSED_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * A log from its end to its beginning, in pieces of whole lines. The first pieces are small, because mostly the last few
 * lines are all that is wanted.
 *
 * @param before only what comes before this offset
 * @param longest a line of so many bytes is not put together any more; it comes in pieces
 */
export async function* blocksBackward(view: LogView, before: number, longest: number): AsyncGenerator<Chunk> {
	/** The beginning of what was read last: its first line began before it. */
	let rest: Chunk | null = null;
	for (const { start, end } of rangesBackward(view.parts, before)) {
		const chunk = await readRange(view, start, end);
		if (!chunk) continue;
		const complete = chunk.offset + chunk.bytes.length === rest?.offset;
		if (rest && !complete) yield rest;
		const bytes: Buffer = rest && complete ? Buffer.concat([chunk.bytes, rest.bytes]) : chunk.bytes;
		rest = null;
		/** Where the first line begins that is whole. */
		let first = chunk.offset === view.start ? 0 : bytes.indexOf(NEWLINE) + 1;
		if (first === 0 && chunk.offset !== view.start && bytes.length < longest) first = bytes.length;
		if (first > 0) rest = { offset: chunk.offset, bytes: bytes.subarray(0, first) };
		if (first < bytes.length) yield { offset: chunk.offset + first, bytes: bytes.subarray(first) };
	}
	if (rest) yield rest;
}

function* rangesBackward(parts: readonly Part[], before: number): Generator<{ start: number; end: number }> {
	let size = FIRST_BYTES;
	for (const part of parts.toReversed()) {
		let end = Math.min(part.end, before);
		while (end > part.start) {
			const start = Math.max(part.start, end - (part.kind === "compressed" ? COMPRESSED_BYTES : size));
			yield { start, end };
			end = start;
			size = Math.min(size * 2, LARGEST_BYTES);
		}
	}
}

/** What there is of a range, as far as nothing is missing in it. */
async function readRange(view: LogView, from: number, to: number): Promise<Chunk | null> {
	const chunks: Buffer[] = [];
	let offset: number | null = null;
	let next = 0;
	for await (const chunk of view.read(from, to)) {
		if (offset !== null && chunk.offset !== next) break;
		offset ??= chunk.offset;
		next = chunk.offset + chunk.bytes.length;
		chunks.push(chunk.bytes);
	}
	return offset === null ? null : { offset, bytes: Buffer.concat(chunks) };
}
