import type { NewActivity } from "../contract/activity.ts";

/** An agent may report so often … */
const BURST = 10;
/** … within so many milliseconds; of what comes beyond that, the last report is kept. */
const WINDOW_MS = 60_000;
/** So many are kept count of, those that reported last: names cost an agent nothing. */
const MOST_ASKERS = 200;

interface Asker {
	/** When each of the last reports was written. */
	written: number[];
	last: string;
	waiting: NewActivity | null;
	skipped: number;
	timer: NodeJS.Timeout | null;
}

/**
 * What agents report, on its way into the activity feed. A flood of reports becomes one every few seconds, of which each
 * says how many it stands for; the last one is never lost, except with this process.
 */
export class ProgressLog {
	private readonly askers = new Map<string, Asker>();

	/**
	 * @param write stores one entry.
	 * @param onLost is given what could not be stored later on, when nobody waits for it any more.
	 */
	constructor(
		private readonly write: (entry: NewActivity) => Promise<unknown>,
		private readonly onLost: (error: unknown) => void,
		private readonly now: () => number = Date.now,
	) {}

	/** True when it stands in the feed; false when it is put off, or says the same as the one before. */
	async report(name: string, entry: NewActivity): Promise<boolean> {
		const asker = this.askerOf(name);
		const content = JSON.stringify(entry);
		if (content === asker.last && asker.written.length > 0) return false;
		asker.last = content;
		if (asker.waiting === null && asker.written.length < BURST) {
			asker.written.push(this.now());
			await this.write(entry);
			return true;
		}
		if (asker.waiting !== null) asker.skipped += 1;
		asker.waiting = { at: new Date(this.now()).toISOString(), ...entry };
		asker.timer ??= setTimeout(() => void this.flush(asker).catch(this.onLost), this.roomIn(asker)).unref();
		return false;
	}

	/** Writes what is still put off. */
	async close(): Promise<void> {
		const results = await Promise.allSettled([...this.askers.values()].map((asker) => this.flush(asker)));
		for (const result of results) if (result.status === "rejected") this.onLost(result.reason);
	}

	private askerOf(name: string): Asker {
		const known = this.askers.get(name);
		const asker = known ?? { written: [], last: "", waiting: null, skipped: 0, timer: null };
		// The one that reported last comes last.
		this.askers.delete(name);
		this.askers.set(name, asker);
		if (this.askers.size > MOST_ASKERS) this.forgetOldest();
		asker.written = asker.written.filter((at) => this.now() - at < WINDOW_MS);
		return asker;
	}

	/** What it had put off is written now. */
	private forgetOldest(): void {
		const [oldest] = this.askers;
		if (!oldest) return;
		const [name, asker] = oldest;
		this.askers.delete(name);
		void this.flush(asker).catch(this.onLost);
	}

	/** Milliseconds until the next one may be written. */
	private roomIn({ written }: Asker): number {
		return Math.max(0, (written.at(-BURST) ?? 0) + WINDOW_MS - this.now());
	}

	private async flush(asker: Asker): Promise<void> {
		if (asker.timer) clearTimeout(asker.timer);
		const { waiting: entry, skipped } = asker;
		asker.timer = null;
		asker.waiting = null;
		asker.skipped = 0;
		if (entry === null) return;
		asker.written.push(this.now());
		const others = `${skipped} more ${skipped === 1 ? "report" : "reports"} came just before this one.`;
		await this.write(skipped > 0 ? { ...entry, detail: [entry.detail, others].filter(Boolean).join("\n") } : entry);
	}
}
