import type { Database } from "../db/open.ts";
import { watchDatabase } from "../db/watch.ts";
import { inPasses, type Passes } from "../passes.ts";
import { rulesRevision } from "../policy/rules-revision.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

/** Counts the revision `rules` up when a rule was made, used or revoked, whichever process did it. */
export class RulesSource {
	private database: Database | null = null;
	private watch: { close(): void } | undefined;
	/** Null until they were looked at for the first time. */
	private known: string | null = null;
	private readonly passes: Passes;

	/** @param trouble told whether the rules can be read */
	constructor(
		private readonly store: StateStore,
		private readonly trouble: Trouble,
	) {
		this.passes = inPasses(() => this.look(), trouble.failed);
	}

	/** Follows this database from now on. */
	follow(database: Database): void {
		this.unfollow();
		this.database = database;
		this.watch = watchDatabase(database.path, () => this.passes.ask());
		this.passes.ask();
	}

	unfollow(): void {
		this.watch?.close();
		this.watch = undefined;
		this.database = null;
	}

	/** Tells at once of a change of the dashboard's own. */
	changed(): void {
		this.store.apply({ type: "revision", topic: "rules" });
	}

	async close(): Promise<void> {
		this.unfollow();
		await this.passes.settled();
	}

	private async look(): Promise<void> {
		const database = this.database;
		if (!database) return;
		try {
			const now = await rulesRevision(database);
			const before = this.known;
			this.known = now;
			this.trouble.worked();
			if (before !== null && before !== now) this.changed();
		} catch (error) {
			// One that was let go meanwhile may fail as it likes.
			if (database === this.database) throw error;
		}
	}
}
