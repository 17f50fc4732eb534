/** The wall clock may be corrected by so much between two looks and count as even. */
const TOLERANCE_MS = 60_000;

/** Knows for how long the wall clock has gone evenly: what is old by a clock that was just set may not be old at all. */
export class SteadyClock {
	private offset: number | null = null;
	private since = 0;

	/** Call now and then. @returns for how many milliseconds both clocks have agreed */
	steadyFor(wall = Date.now(), steady = performance.now()): number {
		const offset = wall - steady;
		if (this.offset === null || Math.abs(offset - this.offset) > TOLERANCE_MS) this.since = steady;
		this.offset = offset;
		return steady - this.since;
	}
}
