import type { VitalSample } from "../contract/state.ts";
import type { End } from "./end.ts";
import { appendSpan, condense, type Span } from "./span.ts";
import type { Start, StateNews, Survival } from "./state-tracker.ts";

/** What is to be written of one daemon. */
export interface Part {
	samples: VitalSample[];
	spans: Span[];
	survivals: Survival[];
	starts: Start[];
	ends: End[];
	/** How it ended last as the supervisor remembers it: the end itself may have been missed. */
	lastEnd: End | null;
}

/** By the daemon's name. */
export type Batch = Map<string, Part>;

/** An hour of samples, one a second. */
const KEPT_SAMPLES = 3_600;
/** Of everything else, which comes far less often. */
const KEPT_OTHERS = 1_000;
/** While more spans wait than that, what flickers is kept by the minute. */
const FLICKER_MS = 60_000;
const FLICKER_SPANS = 2;

/** So much goes into one transaction: others write the same database. */
const BATCH_SAMPLES = 120;
const BATCH_OTHERS = 200;

/**
 * What waits to be written. It keeps an hour, for a database that is away: the rest stays small by being told less
 * exactly. What it had to drop is counted.
 */
export class Backlog {
	private readonly parts: Batch = new Map();
	/** Samples, of all daemons, that were dropped. */
	private droppedSamples = 0;
	/** Spans, starts and ends that were dropped. */
	private droppedRecords = 0;

	/** Whether something had to be dropped that was not told yet. */
	get isLosing(): boolean {
		return this.droppedSamples + this.droppedRecords > 0;
	}

	/** What was dropped, in words, and counts anew; null when nothing was. */
	forgetLoss(): string | null {
		if (!this.isLosing) return null;
		const words = `${this.droppedSamples} samples of vitals and ${this.droppedRecords} changes of state were dropped while the database was away.`;
		this.droppedSamples = 0;
		this.droppedRecords = 0;
		return words;
	}

	addSample(name: string, sample: VitalSample): void {
		const { samples } = this.part(name);
		samples.push(sample);
		if (samples.length > KEPT_SAMPLES) this.droppedSamples += trim(samples, KEPT_SAMPLES);
	}

	addEnd(name: string, end: End): void {
		this.part(name).ends.push(end);
	}

	rememberEnd(name: string, end: End): void {
		this.part(name).lastEnd = end;
	}

	addNews(name: string, { spans, survivals, starts }: StateNews): void {
		if (spans.length + survivals.length + starts.length === 0) return;
		const part = this.part(name);
		part.spans.push(...spans);
		part.survivals.push(...survivals);
		part.starts.push(...starts);
		this.limit(part);
	}

	/** Takes the oldest of it, as much as one transaction should have; null when nothing waits. */
	take(): Batch | null {
		if (this.parts.size === 0) return null;
		const batch: Batch = new Map();
		for (const [name, part] of this.parts) {
			batch.set(name, {
				samples: part.samples.splice(0, BATCH_SAMPLES),
				spans: part.spans.splice(0, BATCH_OTHERS),
				survivals: part.survivals.splice(0, BATCH_OTHERS),
				starts: part.starts.splice(0, BATCH_OTHERS),
				ends: part.ends.splice(0, BATCH_OTHERS),
				lastEnd: part.lastEnd,
			});
			part.lastEnd = null;
			if (isEmpty(part)) this.parts.delete(name);
		}
		return batch;
	}

	/** What was taken could not be written: it comes first again. */
	putBack(batch: Batch): void {
		for (const [name, back] of batch) {
			const part = this.part(name);
			part.samples.unshift(...back.samples);
			part.spans.unshift(...back.spans);
			part.survivals.unshift(...back.survivals);
			part.starts.unshift(...back.starts);
			part.ends.unshift(...back.ends);
			part.lastEnd ??= back.lastEnd;
			this.droppedSamples += trim(part.samples, KEPT_SAMPLES);
			this.limit(part);
		}
	}

	private part(name: string): Part {
		const known = this.parts.get(name);
		if (known) return known;
		const part: Part = { samples: [], spans: [], survivals: [], starts: [], ends: [], lastEnd: null };
		this.parts.set(name, part);
		return part;
	}

	private limit(part: Part): void {
		// Flicker before anything is lost. What was appended piece by piece is one stretch again in any case.
		if (part.spans.length > 1) part.spans = joined(part.spans);
		for (const list of [part.spans, part.survivals, part.starts, part.ends]) {
			this.droppedRecords += trim(list, KEPT_OTHERS);
		}
	}
}

function joined(spans: readonly Span[]): Span[] {
	const exact: Span[] = [];
	for (const span of spans) appendSpan(exact, { ...span });
	return exact.length > KEPT_OTHERS ? condense(exact, FLICKER_MS, FLICKER_SPANS) : exact;
}

function isEmpty({ samples, spans, survivals, starts, ends }: Part): boolean {
	return samples.length + spans.length + survivals.length + starts.length + ends.length === 0;
}

/** Drops the oldest beyond `most`. Returns how many. */
function trim(list: unknown[], most: number): number {
	return list.splice(0, Math.max(0, list.length - most)).length;
}
