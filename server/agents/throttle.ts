interface Slot {
	timer: NodeJS.Timeout;
	next: (() => void) | null;
}

/** Lets each key act at once and then at most once per interval; the latest wins. */
export class Throttle {
	private readonly slots = new Map<string, Slot>();

	constructor(private readonly intervalMs: number) {}

	/** Acts now, or as soon as the interval allows; replaces what was waiting under the same key. */
	soon(key: string, action: () => void): void {
		const slot = this.slots.get(key);
		if (slot) slot.next = action;
		else this.now(key, action);
	}

	/** Acts now whatever the interval says; drops what was waiting under the same key. */
	now(key: string, action: () => void): void {
		clearTimeout(this.slots.get(key)?.timer);
		const timer = setTimeout(() => {
			const next = this.slots.get(key)?.next;
			this.slots.delete(key);
			if (next) this.now(key, next);
		}, this.intervalMs);
		this.slots.set(key, { timer, next: null });
		action();
	}

	/** Lets everything that waits act now. */
	flush(): void {
		const slots = [...this.slots.values()];
		this.slots.clear();
		for (const { timer, next } of slots) {
			clearTimeout(timer);
			next?.();
		}
	}
}
