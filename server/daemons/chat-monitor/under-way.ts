/** So much may wait to be stored before reading waits as well: it is held in memory. */
const MOST = 5;

/** What is being stored while other files are read. */
export class UnderWay {
	private readonly works = new Map<Promise<unknown>, string>();

	/** @param file device and inode of the one it is of */
	add<T>(file: string, work: Promise<T>): Promise<T> {
		const settled: Promise<unknown> = work.then(
			() => this.works.delete(settled),
			() => this.works.delete(settled), // told to whoever asked for it
		);
		this.works.set(settled, file);
		return work;
	}

	/** Resolves when nothing is under way of a file, or of any. */
	async settled(file?: string): Promise<void> {
		for (const [work, of] of [...this.works]) if (file === undefined || of === file) await work;
	}

	/** Resolves once there is room for more. */
	async free(): Promise<void> {
		while (this.works.size >= MOST) await Promise.race(this.works.keys());
	}
}
