import type { NewActivity } from "../../contract/activity.ts";
import { capText } from "../../text/capped-text.ts";
import { oneLine } from "../../text/cut.ts";

/** What a title can hold; more belongs into the detail. */
export const MAX_TITLE = 300;
/** The contract's limit. */
const MAX_DETAIL = 20_000;

/**
 * Writes what happens into the activity feed, in order, without making the work wait for the database. Each entry has the
 * time at which it happened, also when it could be written only later.
 */
export class ActivityRecorder {
	private readonly queue: NewActivity[] = [];
	private pump: Promise<void> | null = null;

	/**
	 * @param write stores one entry; it keeps trying by itself and rejects only when the daemon stops.
	 * @param redact blots out secrets.
	 * @param onLost is given what could not be stored, so that it is at least in the log.
	 */
	constructor(
		private readonly daemon: string,
		private readonly write: (entry: NewActivity) => Promise<unknown>,
		private readonly redact: (text: string) => string,
		private readonly onLost: (entry: NewActivity, error: unknown) => void,
	) {}

	/** Takes one entry; it is stored as soon as that is possible. */
	record(entry: NewActivity): void {
		this.queue.push(this.prepare(entry));
		this.pump ??= this.drain().finally(() => {
			this.pump = null;
		});
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
		await this.pump;
	}

	private async drain(): Promise<void> {
		for (let entry = this.queue.shift(); entry; entry = this.queue.shift()) {
			try {
				await this.write(entry);
			} catch (error) {
				this.onLost(entry, error);
			}
		}
	}
}
