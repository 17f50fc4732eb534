import { signalWithin } from "../../signal-within.ts";
import type { Probe } from "./probes.ts";

export interface ProberOptions {
	probe: Probe;
	/** The pause between the end of one look and the next. */
	intervalMs: number;
	/** A look that takes longer has failed. */
	timeoutMs: number;
	/** So many looks in a row turn the verdict: one odd answer is not an illness, and one good one no recovery. */
	threshold: number;
	onChange(): void;
}

/**
 * Looks at a program again and again. Looks never overlap, not even when one cannot be ended: it counts as failed
 * each time the next would be due.
 */
export class Prober {
	verdict: "unknown" | "well" | "ill" = "unknown";
	/** Why the last look failed; null when it did not. */
	why: string | null = null;
	private streak = 0;
	private stopped = new AbortController();
	private timer: NodeJS.Timeout | undefined;
	private looking: Promise<void> | null = null;
	private excuses = 0;

	constructor(private readonly options: ProberOptions) {}

	/** Looks after this pause, and from then on. */
	start(pauseMs = 0): void {
		this.timer = setTimeout(() => void this.round(), pauseMs);
		this.timer.unref();
	}

	stop(): void {
		clearTimeout(this.timer);
		this.stopped.abort();
	}

	/** What went wrong while the machine slept says nothing of the program. */
	excuse(): void {
		this.excuses += 1;
		this.streak = 0;
		this.why = null;
		if (this.verdict === "ill") this.verdict = "unknown";
	}

	private async round(): Promise<void> {
		const { signal } = this.stopped;
		const { excuses } = this;
		const why = await this.look();
		if (signal.aborted) return;
		if (excuses === this.excuses) this.judge(why);
		this.timer = setTimeout(() => void this.round(), this.options.intervalMs);
		this.timer.unref();
	}

	/** @returns why it failed, or null */
	private async look(): Promise<string | null> {
		const { timeoutMs, probe } = this.options;
		if (this.looking) return "the look before it still hangs";
		const timeout = signalWithin(timeoutMs);
		const signal = AbortSignal.any([this.stopped.signal, timeout]);
		const look = probe(signal);
		this.looking = look.catch(() => undefined).finally(() => (this.looking = null));
		const over = new Promise<never>((_, reject) =>
			timeout.addEventListener("abort", () => reject(new Error(`no answer within ${timeoutMs / 1000} s`))),
		);
		return Promise.race([look, over]).then(
			() => null,
			(error: Error) => (timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : error.message),
		);
	}

	private judge(why: string | null): void {
		const before = `${this.verdict} ${this.why !== null}`;
		const wasFailing = this.why !== null;
		this.streak = wasFailing === (why !== null) ? this.streak + 1 : 1;
		this.why = why;
		if (why === null && (this.verdict === "unknown" || this.streak >= this.options.threshold)) this.verdict = "well";
		if (why !== null && this.streak >= this.options.threshold) this.verdict = "ill";
		if (before !== `${this.verdict} ${this.why !== null}`) this.options.onChange();
	}
}
