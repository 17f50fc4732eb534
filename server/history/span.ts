import type { KnownState } from "../contract/history.ts";

/** A stretch of time in one state: unix milliseconds, `from` included, `to` not. */
export interface Span extends KnownState {
	from: number;
	to: number;
}

export function sameState(a: KnownState, b: KnownState): boolean {
	return a.phase === b.phase && a.health === b.health && a.desired === b.desired;
}

/** Adds a span at the end of a list, as one with the last when it goes on in the same state. Empty ones are left out. */
export function appendSpan(spans: Span[], span: Span): void {
	if (span.to <= span.from) return;
	const last = spans.at(-1);
	if (last && last.to === span.from && sameState(last, span)) last.to = span.to;
	else spans.push(span);
}

/**
 * Fewer spans that say almost the same: in slices of `sliceMs` that have more than `most`, those of the same state become
 * one. The time in each state stays exact for each slice; the order within such a slice is lost. Pure.
 *
 * @param spans in order, without overlap
 */
export function condense(spans: readonly Span[], sliceMs: number, most: number): Span[] {
	const result: Span[] = [];
	let slice = Number.NaN;
	let pieces: Span[] = [];
	const flush = () => {
		for (const piece of pieces.length > most ? gather(pieces) : pieces) appendSpan(result, { ...piece });
		pieces = [];
	};
	for (const span of spans) {
		for (let { from } = span; from < span.to; ) {
			const index = Math.floor(from / sliceMs);
			if (index !== slice) flush();
			slice = index;
			const whole = Math.floor(span.to / sliceMs) * sliceMs;
			if (from === index * sliceMs && whole > from) {
				appendSpan(result, { ...span, from, to: whole }); // slices that it has for itself
				from = whole;
			} else {
				const to = Math.min(span.to, (index + 1) * sliceMs);
				pieces.push({ ...span, from, to });
				from = to;
			}
		}
	}
	flush();
	return result;
}

/** One span for each state, one after the other from where the first began, the longest first. */
function gather(pieces: readonly Span[]): Span[] {
	const totals: Span[] = [];
	for (const piece of pieces) {
		const known = totals.find((one) => sameState(one, piece));
		if (known) known.to += piece.to - piece.from;
		else totals.push({ ...piece });
	}
	totals.sort((a, b) => b.to - b.from - (a.to - a.from));
	let at = pieces[0]?.from ?? 0;
	return totals.map((total) => {
		const from = at;
		at += total.to - total.from;
		return { ...total, from, to: at };
	});
}
