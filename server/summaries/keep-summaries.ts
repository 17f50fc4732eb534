import { setTimeout as delay } from "node:timers/promises";
import { NightshiftError } from "../contract/errors.ts";
import { OUTAGES } from "../daemons/code-developer/outages.ts";
import { Bell } from "../db/bell.ts";
import type { SummaryKeeperOptions, SummaryTimes } from "./options.ts";
import { ProviderDesk } from "./provider-desk.ts";
import { SummaryRounds } from "./rounds.ts";

const TIMES: SummaryTimes = { quietMs: 10 * 60_000, settleMs: 30_000, lookMs: 30_000, breathMs: 1_000 };

/**
 * Keeps every conversation's summary up to date until `signal` ends it. What is to be done follows from the database alone:
 * a conversation whose `summaryOf` is not its `change` is due once it is quiet, or once a backup of it was ordered. So
 * nothing is lost by an outage or a kill, and nothing is done twice.
 *
 * As long as a provider is out, or refuses, or has much to do, an extract stands in for a summary that there is none of yet.
 * A database that cannot be used is a problem that is told, and tried again.
 */
export async function keepSummaries(options: SummaryKeeperOptions): Promise<void> {
	const { db, config, signal, env = process.env, now = Date.now, outages = OUTAGES } = options;
	const times = { ...TIMES, ...options.times };
	const desk = config === null ? null : new ProviderDesk(config, env, outages);
	const problems = new Problems(options);
	const rounds = new SummaryRounds({ ...options, desk, now, times, tell: (problem) => problems.tell(problem) });
	const bell = new Bell(db.path, signal);
	try {
		while (!signal.aborted) {
			bell.reset();
			let wakeIn = times.lookMs;
			try {
				wakeIn = await rounds.work();
				problems.works();
			} catch (error) {
				if (!(error instanceof NightshiftError)) throw error;
				problems.breaks(error.message);
			}
			await delay(times.breathMs, undefined, { signal });
			await bell.rung(Math.min(wakeIn, times.lookMs));
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		bell.close();
	}
}

/** Tells each problem once, and its end. */
class Problems {
	private told: string | null = null;
	/** Of the database: it ends when something works, that of a provider only when it has answered. */
	private broken: string | null = null;

	constructor(private readonly options: Pick<SummaryKeeperOptions, "onProblem" | "log">) {}

	tell(problem: string | null): void {
		if (problem === this.told) return;
		this.told = problem;
		this.options.onProblem(problem);
		if (problem === null) this.options.log.info({}, "summaries are written again");
		else this.options.log.warn({}, problem);
	}

	breaks(sentence: string): void {
		this.broken = sentence;
		this.tell(sentence);
	}

	works(): void {
		if (this.broken !== null && this.told === this.broken) this.tell(null);
		this.broken = null;
	}
}
