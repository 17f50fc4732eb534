import { visibleText } from "../../contract/visible-text.ts";

/** Select Graphic Rendition: colours and weight, which change how text looks and nothing else. */
const STYLE = /(\u001B\[[\d;:]*m)/;
/** The beginning of an escape sequence, or of a line break, whose rest may come with the next piece. */
const UNFINISHED = /(?:\r|\u001B(?:\[[0-?]*[ -/]*|\][^\u0007\u001B\n]*\u001B?)?)$/;
/** No sequence that somebody means is longer. */
const LONGEST_SEQUENCE = 4_096;
const PLAIN = "\u001B[0m";

/**
 * What of a log a terminal is given: its text and its colours. What would move the cursor, change the title, reorder or hide
 * text is left out or named, as everywhere.
 */
export function showLogText(text: string): string {
	return text
		.split(STYLE)
		.map((piece, index) => (index % 2 === 0 ? visibleText(piece) : hides(piece) ? "" : piece))
		.join("");
}

/** The same for a log that comes in pieces, which may end within a character or an escape sequence. */
export class LogTextFilter {
	private readonly decoder = new TextDecoder();
	private rest = "";

	push(bytes: Buffer): string {
		const text = this.rest + this.decoder.decode(bytes, { stream: true });
		const found = UNFINISHED.exec(text.slice(-LONGEST_SEQUENCE));
		const held = found ? found[0].length : 0;
		this.rest = held > 0 ? text.slice(-held) : "";
		return showLogText(held > 0 ? text.slice(0, -held) : text);
	}

	/** What was held back, and the end of all colours. */
	end(): string {
		const text = this.rest + this.decoder.decode();
		this.rest = "";
		return showLogText(text) + PLAIN;
	}
}

/** Whether a style makes text invisible (8, but not as the number of a colour). */
function hides(style: string): boolean {
	const codes = style.slice(2, -1).split(/[;:]/);
	for (let index = 0; index < codes.length; index++) {
		if (codes[index] === "8") return true;
		if (!["38", "48", "58"].includes(codes[index] ?? "")) continue;
		index += codes[index + 1] === "5" ? 2 : 4;
	}
	return false;
}
