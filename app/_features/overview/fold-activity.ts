import type { ActivityEntry } from "../../../server/contract/activity.ts";

/** A line of the feed: one entry, or the newest of several that say the same. */
export interface ActivityRow {
	/** The newest of them. */
	entry: ActivityEntry;
	/** How many entries the line stands for, from 1. */
	times: number;
	/** The oldest of them, which is `entry` itself when it stands alone. */
	oldest: ActivityEntry;
}

/** A start and the end that follows it. */
const CYCLE = 2;
/** What is further apart is no loop, but two events. */
const APART_MS = 60 * 60 * 1_000;

/**
 * The feed with a daemon's consecutive repeats folded: of "Started", "It exited with 3", "Started", "It exited with 3", …
 * each is one line that says how often. Anything else that the daemon does in between ends the run; other daemons do not.
 * Only its starts, ends and problems are folded: no two tool calls or messages are the same to a reader. Pure.
 *
 * @param newestFirst entries in the feed's order
 */
export function foldActivity(newestFirst: readonly ActivityEntry[]): ActivityRow[] {
	const rows: ActivityRow[] = [];
	const runs = new Map<string, ActivityRow[]>();
	for (const entry of newestFirst) {
		const run = entry.daemon === null ? [] : (runs.get(entry.daemon) ?? []);
		const same = run.find((row) => repeats(row, entry));
		if (same) {
			same.times += 1;
			same.oldest = entry;
			continue;
		}
		const row = { entry, times: 1, oldest: entry };
		rows.push(row);
		if (entry.daemon !== null) runs.set(entry.daemon, isFoldable(entry) ? runWith(run, row) : []);
	}
	return rows;
}

/** A run goes on with a new line only while nothing in it has been repeated: then the order is still open. */
function runWith(run: readonly ActivityRow[], row: ActivityRow): ActivityRow[] {
	if (run.some(({ times }) => times > 1)) return [row];
	return [...run, row].slice(-CYCLE);
}

function repeats({ entry, oldest }: ActivityRow, older: ActivityEntry): boolean {
	return (
		entry.kind === older.kind &&
		entry.title === older.title &&
		entry.outcome === older.outcome &&
		entry.task === older.task &&
		entry.ticket === older.ticket &&
		Date.parse(oldest.at) - Date.parse(older.at) <= APART_MS
	);
}

function isFoldable({ kind }: ActivityEntry): boolean {
	return kind === "daemon" || kind === "problem";
}
