const KIB = 1_024;
const SMALLEST = 32 * KIB;
const LARGEST = 384 * KIB;
const FIRST = 256 * KIB;

/** So long a transaction may hold others up. */
const TOO_LONG_MS = 40;
const SHORT_MS = 15;

/**
 * How much is read at once: as much as is stored in a transaction that nobody notices. What a byte of a transcript costs
 * differs by a hundred, so it is learnt from the last ones.
 */
export class PieceSize {
	readonly buffer = Buffer.allocUnsafeSlow(LARGEST);
	size = FIRST;

	/** Tells how long the transaction of a piece took. */
	took(ms: number): void {
		if (ms > TOO_LONG_MS) this.size = Math.max(SMALLEST, Math.floor(this.size / 2));
		else if (ms < SHORT_MS) this.size = Math.min(LARGEST, Math.ceil(this.size * 1.25));
	}
}
