import type { ProviderConfig } from "../config/record-types.ts";
import type { OutageOptions } from "../daemons/code-developer/outages.ts";
import type { Database } from "../db/open.ts";
import type { Environment } from "../redact/secret-values.ts";

export interface SummaryKeeperOptions {
	db: Database;
	/** Who writes them; null: they are extracts, made here. */
	config: ProviderConfig | null;
	/** Ends it, also in the middle of a request. */
	signal: AbortSignal;
	/** What keeps summaries from being written, in a sentence for the person; null: nothing any more. */
	onProblem(sentence: string | null): void;
	log: { info(context: object, message: string): void; warn(context: object, message: string): void };
	/** Where the key may be. */
	env?: Environment;
	/** The present, as `Date.now()` has it. */
	now?: () => number;
	times?: Partial<SummaryTimes>;
	outages?: OutageOptions;
}

/** All in ms. */
export interface SummaryTimes {
	/** A conversation is summarised when nothing was said for so long. */
	quietMs: number;
	/** And when its transcript was not read from for so long. */
	settleMs: number;
	/** How often to look for what has become quiet. */
	lookMs: number;
	/** How long to let changes gather before looking again. */
	breathMs: number;
}
