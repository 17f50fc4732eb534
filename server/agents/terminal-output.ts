/** The last bytes of a program's output, as text that begins and ends with whole characters. */
export class TerminalOutput {
	private chunks: Buffer[] = [];
	private length = 0;
	private dropped = false;

	/** @param limit Most bytes that are kept. */
	constructor(private readonly limit: number) {}

	append(chunk: Buffer): void {
		this.chunks.push(chunk);
		this.length += chunk.length;
		// Cutting only when it has doubled makes appending cheap.
		if (this.length > this.limit * 2) this.trim();
	}

	/** @param complete Whether nothing more can come: a character that is cut off at the end is shown as one that is broken. */
	read(complete: boolean): { text: string; truncated: boolean } {
		this.trim();
		const bytes = Buffer.concat(this.chunks);
		this.chunks = [bytes];
		const start = this.dropped ? wholeStart(bytes) : 0;
		const end = complete ? bytes.length : wholeEnd(bytes);
		return { text: bytes.subarray(start, end).toString("utf8"), truncated: this.dropped };
	}

	private trim(): void {
		if (this.length <= this.limit) return;
		const bytes = Buffer.concat(this.chunks);
		// A copy: a part of a chunk would keep all of it.
		const kept = Buffer.from(bytes.subarray(bytes.length - this.limit));
		this.chunks = [kept];
		this.length = kept.length;
		this.dropped = true;
	}
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

function wholeStart(bytes: Buffer): number {
	let start = 0;
	while (start < 4 && isContinuation(bytes[start])) start++;
	return start;
}

function wholeEnd(bytes: Buffer): number {
	let start = bytes.length - 1;
	while (start > bytes.length - 4 && isContinuation(bytes[start])) start--;
	const first = bytes[start];
	if (first === undefined || first < 0xc0) return bytes.length;
	const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	return start + size > bytes.length ? start : bytes.length;
}
