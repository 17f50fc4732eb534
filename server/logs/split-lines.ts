import type { Chunk } from "./log-view.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** A line as bytes, without its line break. */
export interface RawLine {
	/** Of its first byte. */
	offset: number;
	/** Its beginning, when it is longer than the limit. */
	bytes: Buffer;
	/** How many bytes more it has. */
	cut: number;
}

/**
 * Makes lines of a log's chunks. Of a line beyond the limit only the beginning is kept, so that memory stays bounded. Where
 * bytes are missing between two chunks, the line ends.
 */
export class LineSplitter {
	private parts: Buffer[] = [];
	private kept = 0;
	private cut = 0;
	private start: number | null = null;
	private next: number | null = null;

	constructor(private readonly maxBytes: number) {}

	*push({ offset, bytes }: Chunk): Generator<RawLine> {
		if (this.next !== null && offset !== this.next) yield* this.end();
		this.next = offset + bytes.length;
		let from = 0;
		for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
			this.keep(bytes.subarray(from, at), offset + from);
			yield this.take();
			from = at + 1;
		}
		if (from < bytes.length) this.keep(bytes.subarray(from), offset + from);
	}

	/** The last line, when it has no line break yet. It is given once. */
	*end(): Generator<RawLine> {
		if (this.start !== null) yield this.take();
	}

	/** The same, to look at: it goes on growing. */
	get unfinished(): RawLine | null {
		return this.start === null ? null : this.line();
	}

	private keep(bytes: Buffer, offset: number): void {
		this.start ??= offset;
		const room = this.maxBytes - this.kept;
		const part = bytes.subarray(0, room);
		this.cut += bytes.length - part.length;
		if (part.length === 0) return;
		this.parts.push(part);
		this.kept += part.length;
	}

	private take(): RawLine {
		const line = this.line();
		this.parts = [];
		this.kept = 0;
		this.cut = 0;
		this.start = null;
		return line;
	}

	private line(): RawLine {
		const whole = this.parts.length === 1 ? (this.parts[0] as Buffer) : Buffer.concat(this.parts);
		// The line break of Windows.
		const bytes = this.cut === 0 && whole.at(-1) === RETURN ? whole.subarray(0, -1) : whole;
		return { offset: this.start ?? 0, bytes, cut: this.cut };
	}
}

/** The lines of one piece; the last one counts also without a line break. */
export function linesOf(chunk: Chunk, maxBytes = Number.POSITIVE_INFINITY): RawLine[] {
	const splitter = new LineSplitter(maxBytes);
	return [...splitter.push(chunk), ...splitter.end()];
}
