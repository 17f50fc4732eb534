import { classOf, type HistorySummary, type StateTime } from "../contract/history.ts";
import { type Span, sameState } from "./span.ts";

/** Adds up how a daemon fared. Pure; the spans lie within the range, in unix milliseconds, and do not overlap. */
export function fare(
	spans: readonly Span[],
	{ from, to }: { from: number; to: number },
): Pick<HistorySummary, "uptimePercent" | "seconds" | "states"> {
	const states: StateTime[] = [];
	for (const span of spans) {
		const seconds = (span.to - span.from) / 1_000;
		const known = states.find((one) => sameState(one, span));
		if (known) known.seconds += seconds;
		else states.push({ desired: span.desired, phase: span.phase, health: span.health, seconds });
	}
	const seconds = { up: 0, down: 0, off: 0, unknown: (to - from) / 1_000 };
	for (const state of states) {
		seconds[classOf(state)] += state.seconds;
		seconds.unknown -= state.seconds;
	}
	const wanted = seconds.up + seconds.down;
	return {
		uptimePercent: wanted > 0 ? percentOf(seconds.up, wanted) : null,
		seconds: {
			up: rounded(seconds.up),
			down: rounded(seconds.down),
			off: rounded(seconds.off),
			unknown: Math.max(0, rounded(seconds.unknown)),
		},
		states: states
			.map((state) => ({ ...state, seconds: rounded(state.seconds) }))
			.sort((a, b) => b.seconds - a.seconds),
	};
}

/** Rounded down: only what was never down is 100. */
function percentOf(part: number, whole: number): number {
	return part === whole ? 100 : Math.min(99.9999, Math.floor((part / whole) * 1_000_000) / 10_000);
}

function rounded(seconds: number): number {
	return Math.round(seconds * 1_000) / 1_000;
}
