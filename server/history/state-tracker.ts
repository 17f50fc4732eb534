import type { DaemonStatus } from "../contract/daemon.ts";
import type { KnownState } from "../contract/history.ts";
import { appendSpan, type Span, sameState } from "./span.ts";

/** Between two looks further apart than this nobody watched: the machine slept, the clock was set, the dashboard hung. */
const UNWATCHED_MS = 15_000;
/** Clocks are set back by a little all the time. */
const JITTER_MS = 2_000;

/** The process was alive all the time from `since` on, whether or not somebody watched. */
export interface Survival {
	since: number;
	until: number;
	desired: KnownState["desired"];
}

/** A new instance; or several that were started in the same way. */
export interface Start {
	/** Unix milliseconds; of several, the last. */
	at: number;
	/** The supervisor started it by itself, after an end. */
	automatic: boolean;
	count: number;
}

/** What a tracker has found out since it was last asked. Times are unix milliseconds. */
export interface StateNews {
	spans: Span[];
	/** They fill what is unknown right before a span, and nothing that is known. */
	survivals: Survival[];
	starts: Start[];
}

interface Seen {
	state: KnownState;
	/** Of the stretch in this state that has not been handed out yet. */
	from: number;
	/** The last look. */
	at: number;
	startedAt: number | null;
}

/**
 * Turns looks at one daemon into stretches of time in one state. Time is only claimed between two looks that are close to
 * one another: what lies between others is unknown, unless the same process is there afterwards. When the clock was set
 * back, the stretches overlap earlier ones, and the newest account is the one that stays. Pure: it is told the time.
 */
export class StateTracker {
	private seen: Seen | null = null;
	/** The supervisor's count at the last start; it counts anew whenever a person starts it. */
	private restarts = 0;
	private readonly spans: Span[] = [];
	private survivals: Survival[] = [];
	private starts: Start[] = [];

	/**
	 * Call whenever something may have changed, and at least every few seconds.
	 *
	 * @returns whether there is a new instance
	 */
	look(status: DaemonStatus, now: number): boolean {
		const { desired, phase, health, restarts } = status;
		const state = { desired, phase, health };
		const startedAt = status.startedAt === null ? null : Date.parse(status.startedAt);
		const started = this.noticeStart(startedAt, restarts);
		const last = this.seen;
		const watched = last !== null && now > last.at - JITTER_MS && now - last.at <= UNWATCHED_MS;
		if (!watched) {
			this.close();
			if (startedAt !== null && startedAt < now) this.survivals.push({ since: startedAt, until: now, desired });
			this.seen = { state, from: now, at: now, startedAt };
			return started;
		}
		last.at = Math.max(now, last.at);
		last.startedAt = startedAt;
		if (!sameState(state, last.state)) {
			this.close();
			last.state = state;
		}
		return started;
	}

	/** Hands out what was found, up to the last look, and begins anew. */
	take(): StateNews {
		this.close();
		const { survivals, starts } = this;
		this.survivals = [];
		this.starts = [];
		return { spans: this.spans.splice(0), survivals, starts };
	}

	/** Puts the present stretch, as far as it goes, on record. */
	private close(): void {
		if (!this.seen) return;
		const { state, from, at } = this.seen;
		appendSpan(this.spans, { ...state, from, to: at });
		this.seen.from = at;
	}

	private noticeStart(startedAt: number | null, restarts: number): boolean {
		if (startedAt === null || startedAt === this.seen?.startedAt) return false;
		this.starts.push({ at: startedAt, automatic: restarts > this.restarts, count: 1 });
		this.restarts = restarts;
		return true;
	}
}
