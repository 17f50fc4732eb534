import { conversationsRevision, transcriptsRevision } from "../conversations/conversations-revision.ts";
import type { Database } from "../db/open.ts";
import { DatabaseFollower } from "./database-follower.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

/** What of the record is followed, and how often it is looked at: a new line is to be seen at once, a flood of them once for many. */
const PARTS = {
	conversations: { revision: conversationsRevision, everyMs: 100 },
	transcripts: { revision: transcriptsRevision, everyMs: 2_000 },
};

/** Counts the revision `conversations` up when a part of the record has changed, whichever process did it. */
export class ConversationsSource {
	readonly following: DatabaseFollower;
	/** Null until it was looked at for the first time. */
	private known: string | null = null;

	/** @param trouble told whether the record can be read */
	constructor(
		private readonly part: keyof typeof PARTS,
		private readonly store: StateStore,
		trouble: Trouble,
	) {
		const { everyMs } = PARTS[part];
		this.following = new DatabaseFollower({ look: (database) => this.look(database), trouble, everyMs });
	}

	private async look(database: Database): Promise<void> {
		const before = this.known;
		this.known = await PARTS[this.part].revision(database);
		if (before !== null && before !== this.known) this.store.apply({ type: "revision", topic: "conversations" });
	}
}
