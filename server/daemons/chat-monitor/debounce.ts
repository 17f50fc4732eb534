/** A writer that pauses for this long is done for now. */
const STILL_MS = 20;
/** One that does not pause is not waited for longer. */
const LONGEST_MS = 120;

/** Takes what happens to a file in quick succession together, without waiting long for an end of it. */
export class Debounce {
	private readonly waiting = new Map<string, { timer: NodeJS.Timeout; until: number }>();

	constructor(private readonly due: (path: string) => void) {}

	touch(path: string): void {
		const now = performance.now();
		const known = this.waiting.get(path);
		if (known) clearTimeout(known.timer);
		const until = known?.until ?? now + LONGEST_MS;
		const timer = setTimeout(
			() => {
				this.waiting.delete(path);
				this.due(path);
			},
			Math.max(0, Math.min(STILL_MS, until - now)),
		);
		this.waiting.set(path, { timer, until });
	}

	close(): void {
		for (const { timer } of this.waiting.values()) clearTimeout(timer);
		this.waiting.clear();
	}
}
