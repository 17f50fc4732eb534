/**
 * Sees whether an agent gives signs of life during a turn. Looking at a clock now and then is cheaper than a timer anew for
 * each of its messages.
 */
export class SilenceWatch {
	/** Rejects with what `onSilence` or `onLate` gives. */
	readonly given: Promise<never>;
	private reject: (error: unknown) => void = () => undefined;
	private last = performance.now();
	private timer: NodeJS.Timeout | undefined;

	/**
	 * @param timeoutMs How long it may be silent. @param isExcused Whether it waits for somebody else right now.
	 * @param onSilence The error to give up with.
	 */
	constructor(
		private readonly timeoutMs: number,
		private readonly isExcused: () => boolean,
		private readonly onSilence: () => Error,
	) {
		this.given = new Promise<never>((_, reject) => {
			this.reject = reject;
		});
		this.given.catch(() => undefined); // when nobody races against it any more
		this.lookIn(timeoutMs);
	}

	sign(): void {
		this.last = performance.now();
	}

	/** Whatever it does from now on: it must be done in this time. */
	mustEndIn(timeoutMs: number, onLate: () => Error): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.reject(onLate()), timeoutMs);
	}

	stop(): void {
		clearTimeout(this.timer);
	}

	private lookIn(ms: number): void {
		this.timer = setTimeout(() => {
			if (this.isExcused()) this.sign();
			const left = this.last + this.timeoutMs - performance.now();
			if (left > 0) this.lookIn(left);
			else this.reject(this.onSilence());
		}, ms);
	}
}
