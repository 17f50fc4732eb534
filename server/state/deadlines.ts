import type { PersonConfig } from "../config/types.ts";
import type { Database } from "../db/open.ts";
import { applyDeadlines } from "../inbox/apply-deadlines.ts";
import { keepPerson } from "../inbox/person.ts";
import { wakeQuestions } from "../inbox/wake-questions.ts";
import { inPasses } from "../passes.ts";
import type { Trouble } from "./problems.ts";

/** How late a deadline may be honoured. */
const EVERY_MS = 5_000;

export interface DeadlineOptions {
	database(): Database | null;
	/** As configured now. */
	person(): PersonConfig;
	onWritten(): void;
	trouble: Trouble;
}

export interface Deadlines {
	/** Looks now: when the database has just been opened, or the person's hours have changed. */
	look(): void;
	stop(): Promise<void>;
}

/**
 * What time does to questions: answers them by their default when their deadline passes, also those that passed while no
 * dashboard ran; brings back those that were put off, or held for a digest. By the hours of the person that are configured.
 *
 * @param onWritten told when something was done
 */
export function keepDeadlines({ database, person, onWritten, trouble }: DeadlineOptions): Deadlines {
	const passes = inPasses(async () => {
		const open = database();
		if (!open) return;
		const now = new Date();
		const kept = await keepPerson(open, person(), now);
		const woken = await wakeQuestions(open, now);
		const decided = await applyDeadlines(open, now);
		if (kept || woken > 0 || decided.length > 0) onWritten();
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
