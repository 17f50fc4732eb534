import type { Database } from "../db/open.ts";
import { applyDeadlines } from "../inbox/apply-deadlines.ts";
import { inPasses } from "../passes.ts";
import type { Trouble } from "./problems.ts";

/** How late a deadline may be honoured. */
const EVERY_MS = 5_000;

export interface Deadlines {
	/** Looks now: when the database has just been opened. */
	look(): void;
	stop(): Promise<void>;
}

/**
 * Answers questions by their default when their deadline passes, also those that passed while no dashboard ran.
 *
 * @param onWritten told when a deadline decided something
 */
export function keepDeadlines(database: () => Database | null, onWritten: () => void, trouble: Trouble): Deadlines {
	const passes = inPasses(async () => {
		const open = database();
		if (!open) return;
		const decided = await applyDeadlines(open, new Date());
		if (decided.length > 0) onWritten();
		trouble.worked();
	}, trouble.failed);
	const timer = setInterval(passes.ask, EVERY_MS).unref();
	return {
		look: passes.ask,
		stop() {
			clearInterval(timer);
			return passes.settled();
		},
	};
}
