import type { PersonConfig } from "../config/types.ts";
import type { Database } from "../db/open.ts";
import { applyDeadlines } from "../inbox/apply-deadlines.ts";
import { endUndo } from "../inbox/end-undo.ts";
import { keepPerson } from "../inbox/person.ts";
import { reschedule } from "../inbox/reschedule.ts";
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
	/** The database whose deadlines were reckoned anew since it was opened. */
	let checked: Database | null = null;
	const passes = inPasses(async () => {
		const open = database();
		if (!open) return;
		const now = new Date();
		// What is due comes before the next digest is looked for.
		let written = await wakeQuestions(open, now);
		if (await keepPerson(open, person(), now)) written += 1 + (await wakeQuestions(open, now));
		else if (open !== checked) written += await reschedule(open, person());
		checked = open;
		written += await endUndo(open, now);
		written += (await applyDeadlines(open, now)).length;
		if (written > 0) onWritten();
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
