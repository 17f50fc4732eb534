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
			this.subject.rested();
			if (this.subject.next()) this.kick(); // a wish that came with the last step
		});
	}

	/** Takes no further step; resolves when the present one is done. */
	async close(): Promise<void> {
		this.closed = true;
		await this.running;
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
