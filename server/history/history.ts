import { setTimeout as delay } from "node:timers/promises";
import { inPasses, type Passes } from "../passes.ts";
import { HistoryRecorder, type RecorderOptions } from "./recorder.ts";
import { SteadyClock } from "./steady-clock.ts";
import { keepSmall } from "./upkeep.ts";

const UPKEEP_EVERY_MS = 10 * 60_000;
/** The clock is believed for what is old once it has gone evenly for so long. */
const BELIEVE_AFTER_MS = 15 * 60_000;
/** Who reads waits at most so long for what is new; a lock of another program shall not keep what is old. */
const FRESH_WITHIN_MS = 250;

/**
 * The history of all daemons: written while the dashboard runs, and kept small. Create it before the supervisor begins, so
 * that it misses nothing, and close it before the database.
 */
export class History {
	private readonly recorder: HistoryRecorder;
	private readonly clock = new SteadyClock();
	private readonly upkeep: Passes;
	private readonly timer: NodeJS.Timeout;
	private readonly closing = new AbortController();
	/** Unix milliseconds; the first one looks at everything. */
	private lastUpkeep = 0;

	constructor(options: RecorderOptions) {
		this.recorder = new HistoryRecorder(options);
		this.clock.steadyFor();
		this.upkeep = inPasses(async () => {
			const database = options.database();
			if (!database || this.clock.steadyFor() < BELIEVE_AFTER_MS) return;
			const now = Date.now();
			await keepSmall(database, { now, since: this.lastUpkeep }, this.closing.signal);
			this.lastUpkeep = now;
		}, options.trouble.failed);
		this.timer = setInterval(() => this.upkeep.ask(), UPKEEP_EVERY_MS).unref();
	}

	/** To be awaited before reading: what was just measured is written by then, unless the database is busy. */
	async fresh(): Promise<void> {
		const waiting = new AbortController();
		try {
			await Promise.race([this.recorder.flush(), delay(FRESH_WITHIN_MS, null, { signal: waiting.signal })]);
		} finally {
			waiting.abort();
		}
	}

	/** Writes what is left, and ends. */
	async close(): Promise<void> {
		clearInterval(this.timer);
		this.closing.abort();
		await Promise.all([this.upkeep.settled(), this.recorder.close()]);
	}
}
