/** One line of a daemon's log, as it was written: colours and other escape sequences of terminals are still in it. */
export interface LogLine {
	/** Of its first byte, in everything that the daemon ever wrote. */
	offset: number;
	text: string;
	/** How many bytes of it are left out at its end, because it is too long to show. */
	cut: number;
}

/** Some lines of a log, oldest first. */
export interface LogPage {
	lines: LogLine[];
	/** What was looked at ends here: whoever follows the log goes on from this offset. */
	end: number;
	/** To be given as `before` for what is older; null when there is nothing older. */
	older: number | null;
}

/** What a log has got since the last batch. */
export interface LogBatch {
	/** The daemon. */
	name: string;
	lines: LogLine[];
	/** More came than a page can show: what was left out between the last batch and this one. `lines` is null when nobody counted. */
	skipped: { lines: number | null; bytes: number } | null;
	/** A last line that has no line break yet. It comes again, longer or whole. */
	unfinished: LogLine | null;
	/** Where the next batch begins. */
	end: number;
	/** The log was emptied, or the daemon has another one now: what was shown before may not be there any more. */
	restarted: boolean;
}

export interface LogSubscription {
	name: string;
	/** Where to go on; null: with the last `tail` lines. */
	from: number | null;
	/** At most 1,000. */
	tail: number;
}
