import type { Database } from "../db/open.ts";
import { watchDatabase } from "../db/watch.ts";
import { inPasses, type Passes } from "../passes.ts";
import { type Coalesced, coalesce } from "./coalesce.ts";
import type { Trouble } from "./problems.ts";

export interface DatabaseFollowerOptions {
	/** Reads what there is to be known; never twice at once. */
	look(database: Database): Promise<void>;
	/** Told whether that works. */
	trouble: Trouble;
	/** After changes it looks at once, and then no more often than this. */
	everyMs?: number;
}

/** While something is stored all the time, such as old transcripts, everybody else looks for nothing: that must not take a core. */
const FLOOD_MS = 50;

/** Looks at a database when it is new here, and whenever it has changed, whichever process wrote to it. */
export class DatabaseFollower {
	private database: Database | null = null;
	private watch: { close(): void } | undefined;
	private readonly passes: Passes;
	private readonly noticed: Coalesced;

	constructor(private readonly options: DatabaseFollowerOptions) {
		const { trouble, everyMs = FLOOD_MS } = options;
		this.passes = inPasses(() => this.look(), trouble.failed);
		this.noticed = coalesce(everyMs, () => this.passes.ask());
	}

	/** Follows this database from now on, and no other. */
	follow(database: Database): void {
		this.unfollow();
		this.database = database;
		this.watch = watchDatabase(database.path, () => this.noticed.call());
		this.noticed.call();
	}

	unfollow(): void {
		this.watch?.close();
		this.watch = undefined;
		this.noticed.cancel();
		this.database = null;
	}

	/** Looks now: for writes of one's own, which should not wait for the file watcher. */
	refresh(): void {
		this.passes.ask();
	}

	/** Resolves when everything written before the call was looked at. */
	settled(): Promise<void> {
		return this.passes.settled();
	}

	private async look(): Promise<void> {
		const { database } = this;
		if (!database) return;
		try {
			await this.options.look(database);
			this.options.trouble.worked();
		} catch (error) {
			// One that was let go meanwhile may fail as it likes.
			if (database === this.database) throw error;
		}
	}
}

/** The names whose mark is another than before. */
export function changedNames(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
	return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
}
