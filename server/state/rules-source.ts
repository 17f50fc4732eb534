import type { Database } from "../db/open.ts";
import { rulesRevision } from "../policy/rules-revision.ts";
import { DatabaseFollower } from "./database-follower.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

/** Counts the revision `rules` up when a rule was made, used or revoked, whichever process did it. */
export class RulesSource {
	readonly following: DatabaseFollower;
	/** Null until they were looked at for the first time. */
	private known: string | null = null;

	/** @param trouble told whether the rules can be read */
	constructor(
		private readonly store: StateStore,
		trouble: Trouble,
	) {
		this.following = new DatabaseFollower({ look: (database) => this.look(database), trouble });
	}

	/** Tells at once of a change of the dashboard's own. */
	changed(): void {
		this.store.apply({ type: "revision", topic: "rules" });
	}

	private async look(database: Database): Promise<void> {
		const before = this.known;
		this.known = await rulesRevision(database);
		if (before !== null && before !== this.known) this.changed();
	}
}
