import type { NewActivity } from "../contract/activity.ts";
import type { Database } from "../db/open.ts";
import { recordActivity } from "../inbox/record-activity.ts";
import { inPasses, type Passes } from "../passes.ts";
import type { Trouble } from "./problems.ts";

/** What the supervisor may have to say while the database is away; older entries make room. */
const KEPT = 1_000;

/**
 * Writes what the supervisor reports into the database, in order, and keeps it while there is none. What had to be
 * dropped is said.
 */
export class ActivityRecorder {
	private readonly waiting: NewActivity[] = [];
	private skipped = 0;
	private readonly passes: Passes;

	/** @param trouble told when the database cannot be written; the entry is kept, and `flush` tries again */
	constructor(
		private readonly database: () => Database | null,
		private readonly onWritten: () => void,
		private readonly trouble: Trouble,
	) {
		this.passes = inPasses(() => this.write(), trouble.failed);
	}

	record(entry: NewActivity): void {
		this.waiting.push({ ...entry, at: entry.at ?? new Date().toISOString() });
		if (this.waiting.length > KEPT) {
			this.waiting.shift();
			this.skipped += 1;
		}
		this.flush();
	}

	/** Writes what waits, when there is a database. */
	flush(): void {
		this.passes.ask();
	}

	/** Resolves when nothing is being written. */
	settled(): Promise<void> {
		return this.passes.settled();
	}

	private async write(): Promise<void> {
		const database = this.database();
		if (!database) return;
		if (this.skipped > 0) {
			const title = `${this.skipped} entries were skipped while the database was away`;
			await recordActivity(database, { kind: "problem", title });
			this.skipped = 0;
		}
		for (let entry = this.waiting[0]; entry; entry = this.waiting[0]) {
			await recordActivity(database, entry);
			this.waiting.shift();
			this.onWritten();
		}
		this.trouble.worked();
	}
}
