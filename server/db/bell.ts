import { watchDatabase } from "./watch.ts";

/** Rings when the database changed or the waiting is to end. A ring before somebody listens is kept. */
export class Bell {
	#hasRung = false;
	#wake: () => void = () => {};
	readonly #watch: { close(): void };
	readonly #ring = () => {
		this.#hasRung = true;
		this.#wake();
	};

	constructor(
		path: string,
		private readonly signal: AbortSignal | undefined,
	) {
		this.#watch = watchDatabase(path, this.#ring);
		signal?.addEventListener("abort", this.#ring);
	}

	reset(): void {
		this.#hasRung = false;
	}

	/** Resolves at the next ring, or after `ms`. */
	async rung(ms: number): Promise<void> {
		if (this.#hasRung) return;
		let timer: NodeJS.Timeout | undefined;
		await new Promise<void>((resolve) => {
			this.#wake = resolve;
			timer = setTimeout(resolve, Math.ceil(ms));
		});
		clearTimeout(timer);
	}

	close(): void {
		this.#watch.close();
		this.signal?.removeEventListener("abort", this.#ring);
	}
}
