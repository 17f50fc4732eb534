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
const NOTHING = Buffer.alloc(0);

/**
 * Makes lines of bytes that come in pieces. A line is given once its end is there; what is no UTF-8 becomes U+FFFD. Lines
 * end with a line feed, or with both characters as on Windows.
 */
export class LineSplitter {
	/** The beginning of a line whose end has not come; as much of it as `kept`. */
	private held = NOTHING;
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

	/** The lines that end in these bytes. What belongs to a line without an end is copied: the bytes may be overwritten. */
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
		return this.next > this.begin ? this.take(NOTHING, this.next) : null;
	}

	private keep(part: Buffer): void {
		if (part.length === 0 || this.tooLong) return;
		const length = this.kept + part.length;
		if (length > this.maxBytes) {
			this.tooLong = true;
			this.held = NOTHING;
			return;
		}
		if (length > this.held.length) {
			const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.held.length));
			this.held.copy(larger, 0, 0, this.kept);
			this.held = larger;
		}
		part.copy(this.held, this.kept);
		this.kept = length;
	}

	private take(last: Buffer, end: number): Line {
		const line = { text: this.text(last), offset: this.begin, end };
		this.held = NOTHING;
		this.kept = 0;
		this.tooLong = false;
		this.begin = end;
		return line;
	}

	private text(last: Buffer): string | null {
		if (this.kept > 0) this.keep(last);
		if (this.tooLong || last.length > this.maxBytes) return null;
		const [bytes, length] = this.kept > 0 ? [this.held, this.kept] : [last, last.length];
		const text = bytes.toString("utf8", 0, bytes[length - 1] === RETURN ? length - 1 : length);
		return this.begin === 0 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
	}
}
