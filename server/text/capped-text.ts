import { wholeEnd, wholeStart } from "./cut.ts";

/** How much of a program's output is kept, in characters. */
const MAX_OUTPUT = 20_000;

/** A growing text of which beginning and end are kept, so that memory stays bounded however much is added. */
export class CappedText {
	private head = "";
	private tail = "";
	private dropped = 0;
	private readonly headLimit: number;
	private readonly tailLimit: number;

	/** @param limit Most characters that `toString` gives, the note of what was left out included. */
	constructor(limit: number = MAX_OUTPUT) {
		const room = limit - leftOutNote(Number.MAX_SAFE_INTEGER).length;
		this.headLimit = Math.floor(room / 3);
		this.tailLimit = room - this.headLimit;
	}

	append(text: string): void {
		const room = this.headLimit - this.head.length;
		const cut = this.tail === "" && this.dropped === 0 ? wholeEnd(text, room) : 0;
		this.head += text.slice(0, cut);
		this.tail += text.slice(cut);
		// Cutting only when it has doubled makes appending cheap.
		if (this.tail.length > this.tailLimit * 2) this.trim();
	}

	toString(): string {
		this.trim();
		return this.dropped === 0 ? this.head + this.tail : this.head + leftOutNote(this.dropped) + this.tail;
	}

	private trim(): void {
		if (this.tail.length <= this.tailLimit) return;
		const start = wholeStart(this.tail, this.tail.length - this.tailLimit);
		this.dropped += start;
		this.tail = this.tail.slice(start);
	}
}

/** The text itself when it is short enough, else its beginning and end. */
export function capText(text: string, limit: number = MAX_OUTPUT): string {
	if (text.length <= limit) return text;
	const capped = new CappedText(limit);
	capped.append(text);
	return capped.toString();
}

/** Stands in the place of what was left out. */
export function leftOutNote(characters: number): string {
	return `\n(… ${characters.toLocaleString("en")} characters left out …)\n`;
}
