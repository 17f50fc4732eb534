/** Lets one at a time do something, in the order of asking. */
export class Turn {
	#last: Promise<void> = Promise.resolve();

	/** Waits for its turn; the next one waits until `release` is called. */
	async acquire(): Promise<() => void> {
		const before = this.#last;
		let release: () => void = () => {};
		this.#last = new Promise((resolve) => {
			release = resolve;
		});
		await before;
		return release;
	}

	/** Does `work` in its turn. */
	async take<T>(work: () => Promise<T>): Promise<T> {
		const release = await this.acquire();
		try {
			return await work();
		} finally {
			release();
		}
	}
}
