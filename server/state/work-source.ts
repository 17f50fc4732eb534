import type { Database } from "../db/open.ts";
import { readWorkMarks } from "../work/work-marks.ts";
import { changedNames, DatabaseFollower } from "./database-follower.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

/** How often pages are told at most, and the database is looked at. */
const LOOK_MS = 1_000;

/**
 * Tells pages when the record of a daemon's work has changed, whichever process wrote it: the topic `work:NAME`. What the
 * record holds is read by those who show it.
 */
export class WorkSource {
	readonly following: DatabaseFollower;
	/** A mark by daemon that is another one when its work has changed; null before the first look. */
	private marks: Map<string, string> | null = null;

	/** @param trouble told whether the database can be read */
	constructor(
		private readonly store: StateStore,
		trouble: Trouble,
	) {
		this.following = new DatabaseFollower({ look: (database) => this.look(database), trouble, everyMs: LOOK_MS });
	}

	private async look(database: Database): Promise<void> {
		const before = this.marks;
		this.marks = await readWorkMarks(database);
		// The first look tells nothing: whoever opens a page reads it all.
		if (!before) return;
		for (const name of changedNames(before, this.marks)) {
			this.store.apply({ type: "revision", topic: `work:${name}` });
		}
	}
}
