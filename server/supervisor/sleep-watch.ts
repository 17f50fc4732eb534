/** A tick this much later than due means that the machine, or this process, slept. */
const GAP_MS = 5_000;

/**
 * Notices that time has passed in which nobody could act: the machine slept, was paused, or this process was stopped. By
 * either clock: during sleep the monotonic one stands still on some systems, and the wall clock never does.
 */
export class SleepWatch {
	private last: { wall: number; steady: number } | null = null;

	constructor(private readonly periodMs: number) {}

	/** Call once a period. @returns whether more has passed than should have */
	slept(wall = Date.now(), steady = performance.now()): boolean {
		const { last } = this;
		this.last = { wall, steady };
		if (!last) return false;
		return Math.max(wall - last.wall, steady - last.steady) > this.periodMs + GAP_MS;
	}
}
