import { setTimeout as delay } from "node:timers/promises";

/** How long an end waits for the step under way. */
const PATIENCE_MS = 1_000;

/** What a loop works on. */
export interface Reconciled {
	/** Compares what is wanted with what is: the next step towards it, or null when they agree or nothing can be done. */
	next(): (() => Promise<void>) | null;
	/** A step failed; must change what `next` sees, or the step is tried again at once. */
	failed(error: unknown): void;
	/** No step is left: what must be done before the loop rests. */
	resting(): Promise<void>;
	/** The loop rests. */
	rested(): void;
}

/**
 * Takes one step after another until none is left. Requests only change what is wanted and kick the loop, so no two steps
 * overlap, the newest wish wins, and repeating one is harmless.
 */
export class ReconcileLoop {
	private running: Promise<void> | null = null;
	private closed = false;

	constructor(private readonly subject: Reconciled) {}

	get active(): boolean {
		return this.running !== null;
	}

	kick(): void {
		if (this.closed) return;
		this.running ??= this.run().finally(() => {
			this.running = null;
			if (this.subject.next() && !this.closed)
				this.kick(); // a wish that came with the last step
			else this.subject.rested();
		});
	}

	/**
	 * Takes no further step. Resolves when the present one is done, or is taking its time: a stop may take minutes, and
	 * what is wanted is on disk, so the next dashboard goes on with it.
	 */
	async close(): Promise<void> {
		this.closed = true;
		const waiting = new AbortController();
		const { signal } = waiting;
		await Promise.race([this.running, delay(PATIENCE_MS, undefined, { signal }).catch(() => undefined)]);
		waiting.abort();
	}

	private async run(): Promise<void> {
		const { subject } = this;
		do {
			for (let step = subject.next(); step && !this.closed; step = subject.next()) {
				try {
					await step();
				} catch (error) {
					subject.failed(error);
				}
			}
			await subject.resting();
		} while (subject.next() && !this.closed);
	}
}
