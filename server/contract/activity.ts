/** What an entry in the activity feed is about; decides its icon, never its meaning alone. */
export const ACTIVITY_KINDS = [
	"daemon", // started, stopped, crashed, adopted, backing off
	"task", // an item taken, finished, failed, set aside
	"message", // the agent said something
	"plan", // the agent's plan changed
	"tool", // a tool call: a command run, a file edited or read
	"commit",
	"question", // asked, answered, defaulted, withdrawn
	"command", // a command accepted, seen, done, declined
	"problem",
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/**
 * One durable line of what happened. `id` grows and is the feed's cursor; entries are append-only. A streamed message
 * or tool call appears when it is complete; what streams meanwhile is in the status file and in the daemon's log.
 */
export interface ActivityEntry {
	id: number;
	/** ISO 8601, UTC. */
	at: string;
	daemon: string | null;
	kind: ActivityKind;
	/** The roadmap item, e.g. `US-112`. */
	task: string | null;
	/** The question, e.g. `Q-17`. */
	ticket: string | null;
	/** One line of plain text. */
	title: string;
	/** More, for those who look closer: plain text, at most 20,000 characters. */
	detail: string | null;
	/** How it ended, when it is something that ends. */
	outcome: "ok" | "failed" | "cancelled" | null;
}
export type NewActivity = Pick<ActivityEntry, "kind" | "title"> & Partial<Omit<ActivityEntry, "id" | "kind" | "title">>;
