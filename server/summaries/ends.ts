interface Entry {
	index: number;
	text: string;
}

/** Of a sequence of texts the first and the last, as many as fit; in between, memory stays bounded. */
export class Ends {
	private readonly head: Entry[] = [];
	private readonly tail: Entry[] = [];
	private headRoom: number;
	private tailRoom: number;
	private isHeadFull = false;

	/** @param room characters for the beginning, and as many for the end */
	constructor(room: number) {
		this.headRoom = room;
		this.tailRoom = room;
	}

	add(index: number, text: string): void {
		if (!this.isHeadFull && text.length <= this.headRoom) {
			this.headRoom -= text.length;
			this.head.push({ index, text });
			return;
		}
		this.isHeadFull = true;
		this.tail.push({ index, text });
		this.tailRoom -= text.length;
		while (this.tailRoom < 0) this.tailRoom += this.tail.shift()?.text.length ?? Number.POSITIVE_INFINITY;
	}

	entries(): Entry[] {
		return [...this.head, ...this.tail];
	}
}
