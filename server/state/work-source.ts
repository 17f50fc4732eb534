import type { Database } from "../db/open.ts";
import { watchDatabase } from "../db/watch.ts";
import { inPasses, type Passes } from "../passes.ts";
import { readWorkMarks } from "../work/work-marks.ts";
import { type Coalesced, coalesce } from "./coalesce.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

/** How often pages are told at most, and the database is looked at. */
const LOOK_MS = 1_000;

/**
 * Tells pages when the record of a daemon's work has changed, whichever process wrote it: the topic `work:NAME`. What the
 * record holds is read by those who show it.
 */
export class WorkSource {
	private database: Database | null = null;
	private watch: { close(): void } | undefined;
	/** A mark by daemon that is another one when its work has changed; null before the first look. */
	private marks: Map<string, string> | null = null;
	private readonly passes: Passes;
	private readonly looking: Coalesced;

	/** @param trouble told whether the database can be read */
	constructor(
		private readonly store: StateStore,
		private readonly trouble: Trouble,
	) {
		this.passes = inPasses(() => this.look(), trouble.failed);
		this.looking = coalesce(LOOK_MS, () => this.passes.ask());
	}

	/** Follows this database from now on. */
	follow(database: Database): void {
		this.stop();
		this.database = database;
		this.watch = watchDatabase(database.path, () => this.looking.call());
		this.looking.call();
	}

	/** Resolves when the look under way is done. */
	settled(): Promise<void> {
		return this.passes.settled();
	}

	stop(): void {
		this.watch?.close();
		this.watch = undefined;
		this.looking.cancel();
		this.database = null;
	}

	private async look(): Promise<void> {
		const database = this.database;
		if (!database) return;
		try {
			const marks = await readWorkMarks(database);
			const before = this.marks;
			this.marks = marks;
			// The first look tells nothing: whoever opens a page reads it all.
			if (before) {
				const names = new Set([...before.keys(), ...marks.keys()]);
				for (const name of names) {
					if (before.get(name) !== marks.get(name)) this.store.apply({ type: "revision", topic: `work:${name}` });
				}
			}
			this.trouble.worked();
		} catch (error) {
			// One that was let go meanwhile may fail as it likes.
			if (database === this.database) throw error;
		}
	}
}
