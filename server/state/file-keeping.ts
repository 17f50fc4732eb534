import type { Database } from "../db/open.ts";
import { SteadyClock } from "../history/steady-clock.ts";
import { dropOldFiles } from "../inbox/drop-old-files.ts";
import { inPasses } from "../passes.ts";
import type { Trouble } from "./problems.ts";

const EVERY_MS = 10 * 60_000;
/** The clock is believed for what is old once it has gone evenly for so long: what is removed does not come back. */
const BELIEVE_AFTER_MS = 15 * 60_000;

export interface FileKeepingOptions {
	/** Null while it is not available. */
	database(): Database | null;
	/** As configured now; null: for good. */
	keepFilesMs(): number | null;
	onWritten(): void;
	trouble: Trouble;
	/** In ms. */
	everyMs?: number;
	believeAfterMs?: number;
}

export interface FileKeeping {
	stop(): Promise<void>;
}

/** Removes the contents of files that came with questions once they have been kept for as long as they are to be. */
export function keepFiles(options: FileKeepingOptions): FileKeeping {
	const { database, keepFilesMs, onWritten, trouble } = options;
	const { everyMs = EVERY_MS, believeAfterMs = BELIEVE_AFTER_MS } = options;
	const clock = new SteadyClock();
	clock.steadyFor();
	const closing = new AbortController();
	const passes = inPasses(async () => {
		const [open, keptMs] = [database(), keepFilesMs()];
		const isBelieved = clock.steadyFor() >= believeAfterMs;
		if (!open || keptMs === null || !isBelieved) return;
		const now = new Date();
		// What is kept for longer than there are dates is kept for good.
		const before = new Date(Math.max(0, now.getTime() - keptMs));
		if ((await dropOldFiles(open, before, now, closing.signal)) > 0) onWritten();
		trouble.worked();
	}, trouble.failed);
	const timer = setInterval(passes.ask, everyMs).unref();
	return {
		stop() {
			clearInterval(timer);
			closing.abort();
			return passes.settled();
		},
	};
}
