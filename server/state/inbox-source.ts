import { NightshiftError } from "../contract/errors.ts";
import type { Question } from "../contract/question.ts";
import { ACTIVITY_LIMIT, PENDING_LIMIT } from "../contract/state.ts";
import type { Database } from "../db/open.ts";
import { countAwake } from "../inbox/count-questions.ts";
import { inboxRevision } from "../inbox/inbox-revision.ts";
import { listActivity } from "../inbox/list-activity.ts";
import { getQuestion } from "../inbox/read-question.ts";
import { type Coalesced, coalesce } from "./coalesce.ts";
import { DatabaseFollower } from "./database-follower.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

const PAGE = 200;
/** No question looks like this. */
const NEVER_SEEN = "";
/** The topic `inbox` is told of no more often: pages read it again each time. */
const TELL_EVERY_MS = 250;

/**
 * Carries questions and activity from the database into the live state, whichever process wrote them. Activity is read
 * on from the last id (ids are given inside the write transaction, so a lower one never appears later), questions by
 * comparing what the pending ones look like: both see everything, once, after any flood. Settled and sleeping questions are
 * read by pages themselves: the revision `inbox` tells them when.
 */
export class InboxSource {
	/** One that was reopened is followed from where the reading had stopped. */
	readonly following: DatabaseFollower;
	/** What was read last; one that was reopened is another. */
	private lookedAt: Database | null = null;
	private lastActivity: number | null = null;
	/** By id, what would be another in a pending question that changed. */
	private shown = new Map<number, string>();
	/** Of all questions and their threads; null until they were looked at for the first time. */
	private revision: string | null = null;
	private readonly changed: Coalesced;

	/** @param trouble told whether the database can be read */
	constructor(
		private readonly store: StateStore,
		trouble: Trouble,
	) {
		this.following = new DatabaseFollower({ look: (database) => this.look(database), trouble });
		this.changed = coalesce(TELL_EVERY_MS, () => store.apply({ type: "revision", topic: "inbox" }));
	}

	private async look(database: Database): Promise<void> {
		if (database !== this.lookedAt) await this.forgetAnotherPast(database);
		this.lookedAt = database;
		await this.readActivity(database);
		await this.readQuestions(database);
		await this.readRevision(database);
	}

	/**
	 * A reopened database may be another one, put in the place of the first: every question is looked at again, and the
	 * feed begins anew when there is nothing to read on from.
	 */
	private async forgetAnotherPast(database: Database): Promise<void> {
		this.shown = new Map([...this.shown.keys()].map((id) => [id, NEVER_SEEN]));
		const [newest] = await listActivity(database, { limit: 1 });
		if (this.lastActivity !== null && (newest?.id ?? 0) < this.lastActivity) this.lastActivity = null;
	}

	private async readActivity(database: Database): Promise<void> {
		if (this.lastActivity === null) {
			const entries = await listActivity(database, { limit: ACTIVITY_LIMIT });
			this.lastActivity = entries.at(-1)?.id ?? 0;
			if (entries.length > 0) this.store.apply({ type: "activity", entries });
			return;
		}
		for (;;) {
			const entries = await listActivity(database, { afterId: this.lastActivity, limit: PAGE });
			const last = entries.at(-1);
			if (!last) return;
			this.lastActivity = last.id;
			this.store.apply({ type: "activity", entries });
			if (entries.length < PAGE) return;
		}
	}

	private async readQuestions(database: Database): Promise<void> {
		const pending = await database.read((prisma) =>
			prisma.question.findMany({
				where: { status: "pending", snoozedUntil: null, heldUntil: null },
				orderBy: { id: "asc" },
				take: PENDING_LIMIT,
				select: { id: true, version: true, messages: true, asked: true },
			}),
		);
		const pendingCount = await countAwake(database);
		const now = new Map(
			pending.map(({ id, version, messages, asked }) => [id, `${version} ${messages} ${asked}`] as const),
		);
		const gone = [...this.shown.keys()].filter((id) => !now.has(id));
		const changed = [...now.keys()].filter((id) => this.shown.get(id) !== now.get(id));
		const tell = [...gone, ...changed];
		// A question beyond the limit changes nothing but the count, which travels with a question.
		const last = pending.at(-1);
		if (tell.length === 0 && last && pendingCount !== this.store.state.pendingCount) tell.push(last.id);
		for (const id of tell) {
			const question = await this.read(database, `Q-${id}`);
			if (question) this.store.apply({ type: "question", question, pendingCount });
		}
		this.shown = now;
	}

	private async readRevision(database: Database): Promise<void> {
		const before = this.revision;
		this.revision = await inboxRevision(database);
		if (before !== null && before !== this.revision) this.changed.call();
	}

	/** The question as it is now, or, when its row is no longer there, as one that has left the inbox. */
	private async read(database: Database, ticket: string): Promise<Question | null> {
		try {
			return await getQuestion(database, ticket);
		} catch (error) {
			if (!(error instanceof NightshiftError && error.code === "unknown-question")) throw error;
			const known = this.store.state.pending.find((one) => one.ticket === ticket);
			return known ? { ...known, status: "withdrawn" } : null;
		}
	}
}
