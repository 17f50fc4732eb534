import { conversationsRevision } from "../conversations/conversations-revision.ts";
import type { Database } from "../db/open.ts";
import { DatabaseFollower } from "./database-follower.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

/** How often pages are told at most: a new line is to be seen at once, and a flood of them read once for many. */
const LOOK_MS = 100;

/** Counts the revision `conversations` up when the record has changed, whichever process did it. */
export class ConversationsSource {
	readonly following: DatabaseFollower;
	/** Null until it was looked at for the first time. */
	private known: string | null = null;

	/** @param trouble told whether the record can be read */
	constructor(
		private readonly store: StateStore,
		trouble: Trouble,
	) {
		this.following = new DatabaseFollower({ look: (database) => this.look(database), trouble, everyMs: LOOK_MS });
	}

	private async look(database: Database): Promise<void> {
		const before = this.known;
		this.known = await conversationsRevision(database);
		if (before !== null && before !== this.known) this.store.apply({ type: "revision", topic: "conversations" });
	}
}
