/** So many bytes of transcripts may wait to be stored before reading waits as well: what they told is held in memory. */
const MOST = 1_536 * 1_024;

/** What is being stored while other files are read. */
export class UnderWay {
	private readonly works = new Map<Promise<unknown>, string>();
	private bytes = 0;

	/**
	 * @param file device and inode of the one it is of
	 * @param bytes of it that wait
	 */
	add<T>(file: string, work: Promise<T>, bytes: number): Promise<T> {
		const end = () => {
			this.works.delete(settled);
			this.bytes -= bytes;
		};
		const settled: Promise<unknown> = work.then(end, end); // a failure is told to whoever asked for it
		this.works.set(settled, file);
		this.bytes += bytes;
		return work;
	}

	/** Resolves when nothing is under way of a file, or of any. */
	async settled(file?: string): Promise<void> {
		for (const [work, of] of [...this.works]) if (file === undefined || of === file) await work;
	}

	/** Resolves once there is room for more. */
	async free(): Promise<void> {
		while (this.bytes >= MOST) await Promise.race(this.works.keys());
	}
}
