import { createHash } from "node:crypto";

/** A call for each line would take longer than the digest itself. */
const BUFFERED = 64 * 1024;

/** The SHA-256 of a text that comes in pieces. */
export class TextDigest {
	readonly #hash = createHash("sha256");
	#buffered = "";

	add(piece: string): void {
		this.#buffered += piece;
		if (this.#buffered.length < BUFFERED) return;
		this.#hash.update(this.#buffered);
		this.#buffered = "";
	}

	/** In hex; nothing can be added any more. */
	end(): string {
		return this.#hash.update(this.#buffered).digest("hex");
	}
}
