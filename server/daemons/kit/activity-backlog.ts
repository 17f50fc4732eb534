import type { NewActivity } from "../../contract/activity.ts";

/** What a day of lively work without a database may take. */
const KEPT = 5_000;
/** Characters of titles and details. */
const KEPT_SIZE = 16_000_000;
/** What is in the record of turns and calls as well, or is only on the way to something. */
const MINOR: ReadonlySet<NewActivity["kind"]> = new Set(["message", "plan", "tool"]);

/**
 * Entries that wait to be written, the oldest first. Too many of them make room: the oldest of minor kinds go first, then
 * the oldest of all. What went is counted.
 */
export class ActivityBacklog {
	private readonly waiting: NewActivity[] = [];
	private size = 0;
	private dropped = 0;

	constructor(
		private readonly kept = KEPT,
		private readonly keptSize = KEPT_SIZE,
	) {}

	/** @returns what had to go for it. */
	add(entry: NewActivity): NewActivity[] {
		this.waiting.push(entry);
		this.size += sizeOf(entry);
		const gone: NewActivity[] = [];
		while (this.waiting.length > 1 && (this.waiting.length > this.kept || this.size > this.keptSize)) {
			const minor = this.waiting.findIndex(({ kind }) => MINOR.has(kind));
			gone.push(...this.remove(Math.max(0, minor)));
		}
		this.dropped += gone.length;
		return gone;
	}

	/** The oldest, which waits no more; undefined when nothing waits. */
	take(): NewActivity | undefined {
		return this.remove(0)[0];
	}

	/** How many went since this was asked last. */
	takeDropped(): number {
		const { dropped } = this;
		this.dropped = 0;
		return dropped;
	}

	private remove(at: number): NewActivity[] {
		const gone = this.waiting.splice(at, 1);
		for (const entry of gone) this.size -= sizeOf(entry);
		return gone;
	}
}

function sizeOf({ title, detail }: NewActivity): number {
	return title.length + (detail?.length ?? 0);
}
