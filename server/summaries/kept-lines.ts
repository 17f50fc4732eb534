/**
 * A list that never grows beyond its limit: of many entries the first and the last are kept, each once. Two that differ in
 * nothing but case and spaces are one.
 */
export class KeptLines {
	private readonly head = new Map<string, string>();
	private readonly tail = new Map<string, string>();
	private readonly headLimit: number;
	private readonly tailLimit: number;
	private left = 0;

	constructor(limit: number) {
		this.headLimit = Math.ceil(limit / 2);
		this.tailLimit = limit - this.headLimit;
	}

	add(line: string): void {
		const key = line.toLowerCase().replaceAll(/\s+/g, " ");
		if (key === "" || this.head.has(key) || this.tail.has(key)) return;
		if (this.head.size < this.headLimit) {
			this.head.set(key, line);
			return;
		}
		this.tail.set(key, line);
		if (this.tail.size <= this.tailLimit) return;
		const [oldest] = this.tail.keys();
		if (oldest !== undefined) this.tail.delete(oldest);
		this.left += 1;
	}

	/** How many were added that are not kept; one that came again after it was let go is counted again. */
	get omitted(): number {
		return this.left;
	}

	toArray(): string[] {
		return [...this.head.values(), ...this.tail.values()];
	}
}
