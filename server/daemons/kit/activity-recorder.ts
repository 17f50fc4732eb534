import type { NewActivity } from "../../contract/activity.ts";
import { inPasses } from "../../passes.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";
import { ActivityBacklog } from "./activity-backlog.ts";

/** What a title can hold; more belongs into the detail. */
export const MAX_TITLE = 300;
/** The contract's limit. */
const MAX_DETAIL = 20_000;

/**
 * Writes what happens into the activity feed, in order, without making the work wait for the database. Each entry has the
 * time at which it happened, also when it could be written only later. A database that is away for long costs entries and
 * not memory: how many is the first thing that is written once it is back.
 */
export class ActivityRecorder {
	private readonly passes = inPasses(
		() => this.drain(),
		(error) => {
			throw error;
		},
	);

	/**
	 * @param write stores one entry; it keeps trying by itself and rejects only when the daemon stops.
	 * @param redact blots out secrets.
	 * @param onLost is given what could not be stored, so that it is at least in the log.
	 * @param backlog what waits for the database.
	 */
	constructor(
		private readonly daemon: string,
		private readonly write: (entry: NewActivity) => Promise<unknown>,
		private readonly redact: (text: string) => string,
		private readonly onLost: (entry: NewActivity, error: unknown) => void,
		private readonly backlog = new ActivityBacklog(),
	) {}

	/** Takes one entry; it is stored as soon as that is possible. */
	record(entry: NewActivity): void {
		for (const gone of this.backlog.add(this.prepare(entry))) this.onLost(gone, new Error("Too many entries wait."));
		this.passes.ask();
	}

	/** The entry as it is stored, for callers that store it themselves: with daemon and time, without secrets, not too long. */
	prepare(entry: NewActivity): NewActivity {
		return {
			...entry,
			daemon: this.daemon,
			at: entry.at ?? new Date().toISOString(),
			title: oneLine(this.redact(entry.title), MAX_TITLE) || "(no title)",
			detail: entry.detail ? capText(this.redact(entry.detail), MAX_DETAIL) : null,
		};
	}

	/** Waits until all that was recorded is stored, or given to `onLost`. */
	async flush(): Promise<void> {
		await this.passes.settled();
	}

	private async drain(): Promise<void> {
		for (let entry = this.next(); entry; entry = this.next()) {
			try {
				await this.write(entry);
			} catch (error) {
				this.onLost(entry, error);
			}
		}
	}

	/** What was dropped is told where it is missing. */
	private next(): NewActivity | undefined {
		const dropped = this.backlog.takeDropped();
		if (dropped === 0) return this.backlog.take();
		const entries = dropped === 1 ? "1 entry was" : `${dropped} entries were`;
		const title = `${entries} skipped while the database was away`;
		return this.prepare({ kind: "problem", title, detail: "The daemon's log has them." });
	}
}
