/** One line of a file. */
export interface Line {
	/** Decoded, without its end; null when it is longer than the limit: it was let go of. */
	text: string | null;
	/** Byte at which it begins. */
	offset: number;
	/** Byte after its end: once what the line tells is stored, reading goes on here. */
	end: number;
}

/**
 * A longer line is let go of and counted. A line of this length takes about three times as much memory while it is read; the
 * longest that the known tools write are a tenth of it.
 */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

const FEED = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Makes lines of bytes that come in pieces. A line is given once its end is there; what is no UTF-8 becomes U+FFFD. Lines
 * end with a line feed, or with both characters as on Windows.
 */
export class LineSplitter {
	private parts: Buffer[] = [];
	private kept = 0;
	private tooLong = false;
	private begin: number;
	private next: number;

	/**
	 * @param offset of the first byte that will come
	 * @param maxBytes of a line
	 */
	constructor(
		offset = 0,
		private readonly maxBytes = MAX_LINE_BYTES,
	) {
		this.begin = offset;
		this.next = offset;
	}

	/** The lines that end in these bytes. Nothing of them is kept but what belongs to the line that has no end yet. */
	*push(bytes: Buffer): Generator<Line> {
		let from = 0;
		for (let at = bytes.indexOf(FEED); at >= 0; at = bytes.indexOf(FEED, from)) {
			const line = this.take(bytes.subarray(from, at), this.next + at + 1);
			from = at + 1;
			yield line;
		}
		this.keep(bytes.subarray(from));
		this.next += bytes.length;
	}

	/**
	 * The last line, which has no end; null when the bytes ended with a line's end. Whoever waits for the rest of it does
	 * not ask.
	 */
	rest(): Line | null {
		return this.next > this.begin ? this.take(Buffer.alloc(0), this.next) : null;
	}

	private keep(part: Buffer): void {
		if (part.length === 0 || this.tooLong) return;
		this.kept += part.length;
		if (this.kept > this.maxBytes) {
			this.tooLong = true;
			this.parts = [];
		} else {
			// A copy: the piece it is part of may be filled anew by whoever reads.
			this.parts.push(Buffer.from(part));
		}
	}

	private take(last: Buffer, end: number): Line {
		const line = { text: this.text(last), offset: this.begin, end };
		this.parts = [];
		this.kept = 0;
		this.tooLong = false;
		this.begin = end;
		return line;
	}

	private text(last: Buffer): string | null {
		if (this.tooLong || this.kept + last.length > this.maxBytes) return null;
		const whole = this.parts.length === 0 ? last : Buffer.concat([...this.parts, last]);
		this.parts = [];
		const length = whole[whole.length - 1] === RETURN ? whole.length - 1 : whole.length;
		const text = whole.toString("utf8", 0, length);
		return this.begin === 0 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
	}
}
