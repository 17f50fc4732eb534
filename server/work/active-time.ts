/** Counts how long somebody works, by a clock that nobody sets: waiting for a person does not count. */
export class ActiveTime {
	private since: number | null = null;
	private waits = 0;
	private counted = 0;

	start(): void {
		this.waits = 0;
		this.counted = 0;
		this.since = performance.now();
	}

	/** Several may wait at once: each that began ends. */
	waiting(on: boolean): void {
		this.waits = Math.max(0, this.waits + (on ? 1 : -1));
		this.count();
		this.since = this.waits > 0 ? null : (this.since ?? performance.now());
	}

	stop(): void {
		this.count();
		this.since = null;
	}

	/** Milliseconds since it was last taken. */
	take(): number {
		this.count();
		const taken = Math.round(this.counted);
		this.counted -= taken;
		return taken;
	}

	/** Gives back what could not be stored. */
	giveBack(ms: number): void {
		this.counted += ms;
	}

	private count(): void {
		if (this.since === null) return;
		const now = performance.now();
		this.counted += now - this.since;
		this.since = now;
	}
}
