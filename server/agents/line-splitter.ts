const NEWLINE = 0x0a;

export interface Line {
	bytes: Buffer;
	/** True when the line was longer than the limit: only its beginning is here. */
	cut: boolean;
}

/** Splits bytes into lines; of a line beyond the limit only the beginning is kept, so that memory stays bounded. */
export class LineSplitter {
	private parts: Buffer[] = [];
	private length = 0;
	private cut = false;

	constructor(private readonly maxBytes: number) {}

	*push(chunk: Buffer): Generator<Line> {
		let start = 0;
		for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
			this.keep(chunk.subarray(start, end));
			yield this.take();
			start = end + 1;
		}
		this.keep(chunk.subarray(start));
	}

	/** The last line, when it had no newline. */
	*end(): Generator<Line> {
		if (this.length > 0 || this.cut) yield this.take();
	}

	private keep(bytes: Buffer): void {
		const room = this.maxBytes - this.length;
		if (bytes.length > room) this.cut = true;
		const kept = bytes.subarray(0, room);
		if (kept.length === 0) return;
		this.parts.push(kept);
		this.length += kept.length;
	}

	private take(): Line {
		const line = { bytes: Buffer.concat(this.parts), cut: this.cut };
		this.parts = [];
		this.length = 0;
		this.cut = false;
		return line;
	}
}
