import { ExponentialBackoff, type IBackoff } from "cockatiel";

export interface OutageOptions {
	/** Milliseconds. The delay grows from `initialMs` to `maxMs`, with jitter. */
	initialMs: number;
	maxMs: number;
	/** After so many failures in a row nothing is tried for `openMs`, and then once. */
	breakAfter: number;
	openMs: number;
	/** A monotonic clock, in milliseconds. */
	now: () => number;
}

export const OUTAGES: OutageOptions = {
	initialMs: 1_000,
	maxMs: 5 * 60_000,
	breakAfter: 5,
	openMs: 5 * 60_000,
	now: () => performance.now(),
};

/** What fails with so many items in a row is not theirs. */
const COMMON_TO = 3;

/**
 * When to try again what fails for reasons that time mends: after a delay that grows, and once it failed often, seldom.
 * An outage is waited out for as long as it lasts.
 *
 * A circuit breaker with the pauses in the hands of the caller: cockatiel's own knows no pause that a person's word can end,
 * and none that the other side has named.
 */
export class Outages {
	private backoff: IBackoff<unknown> | null = null;
	private failures = 0;
	private until = Number.NEGATIVE_INFINITY;
	/** Items in whose middle an agent failed since one last worked well, and the errors that they are to blame for. */
	private readonly items = new Set<string>();
	private readonly blamed = new WeakSet<Error>();

	constructor(private readonly options: OutageOptions = OUTAGES) {}

	/**
	 * It has failed once more.
	 * @param atLeastMs how long the other side has asked to be left alone.
	 * @returns milliseconds until the next try.
	 */
	failed(atLeastMs = 0): number {
		const { initialMs, maxMs, breakAfter, openMs, now } = this.options;
		this.failures += 1;
		this.backoff = (this.backoff ?? new ExponentialBackoff({ initialDelay: initialMs, maxDelay: maxMs })).next(
			undefined,
		);
		const pause = this.failures >= breakAfter ? openMs : (this.backoff?.duration ?? initialMs);
		const wait = Math.max(pause, atLeastMs);
		this.until = now() + wait;
		return wait;
	}

	/** It works: whatever comes next starts from nothing. */
	worked(): void {
		this.backoff = null;
		this.failures = 0;
		this.items.clear();
		this.until = Number.NEGATIVE_INFINITY;
	}

	/**
	 * An agent has failed in the middle of an item. @returns whether the item is to blame: not when agents fail in the middle
	 * of a third one in a row, because then it is something that all of them have in common.
	 */
	blames(error: Error, item: string): boolean {
		this.items.add(item);
		if (this.items.size >= COMMON_TO) return false;
		this.blamed.add(error);
		return true;
	}

	/** Whether an item was blamed for it: no outage then. */
	isBlamed(error: Error): boolean {
		return this.blamed.has(error);
	}

	/** Somebody has mended something, or says so: tries at once, and remembers how often it failed. */
	tryNow(): void {
		this.until = Number.NEGATIVE_INFINITY;
	}

	/** Milliseconds in which nothing is to be tried; 0: go on. */
	get pauseMs(): number {
		return Math.max(0, this.until - this.options.now());
	}

	/** Whether it failed so often in a row that it is tried only now and then. */
	get open(): boolean {
		return this.failures >= this.options.breakAfter;
	}
}
