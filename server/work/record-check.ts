import type { Database } from "../db/open.ts";
import { wellFormed } from "../inbox/text.ts";
import { capText } from "../text/capped-text.ts";

/** What a verification command did. */
export interface NewCheck {
	runId: number;
	command: string;
	ok: boolean;
	/** How it ended, in a few words: `exit code 1`, `left out`. */
	how: string;
	/** What it printed; of more than 20,000 characters beginning and end are kept. */
	output: string;
	startedAt: Date;
}

const MAX_COMMAND = 20_000;

/**
 * Keeps how a verification command went; it ended now. Secrets must have been blotted out by the caller, who knows them.
 * @throws NightshiftError `database-unavailable`
 */
export async function recordCheck(db: Database, check: NewCheck): Promise<void> {
	const data = wellFormed({
		...check,
		command: capText(check.command, MAX_COMMAND),
		output: capText(check.output),
		endedAt: new Date(),
	});
	await db.write((transaction) => transaction.check.create({ data }));
}
