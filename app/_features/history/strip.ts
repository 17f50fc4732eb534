import type { StateSpan } from "../../../server/contract/history.ts";
import type { Tone } from "../../_words/daemon-words.ts";
import { stateWords } from "./history-words.ts";
import type { TimeWindow } from "./window.ts";

/** A stretch on the strip, in percent of its width. */
export interface Stretch {
	span: StateSpan;
	left: number;
	width: number;
}

/** What must not be overlooked is drawn last, and never narrower than can be seen. */
const WEIGHT: Record<Tone, number> = { off: 0, ok: 1, wait: 2, busy: 3, warn: 4, bad: 5 };

/** Where to draw which stretch, in the order of drawing. */
export function stretchesOf(spans: readonly StateSpan[], { from, to }: TimeWindow): Stretch[] {
	const length = to - from;
	return spans
		.map((span): Stretch => {
			const begin = Math.max(0, Date.parse(span.from) - from);
			const end = Math.min(length, Date.parse(span.to) - from);
			return { span, left: (begin / length) * 100, width: ((end - begin) / length) * 100 };
		})
		.filter(({ width }) => width > 0)
		.sort((a, b) => WEIGHT[stateWords(a.span).tone] - WEIGHT[stateWords(b.span).tone]);
}

/** The stretch at a share of the width; the one that is drawn last when several are. */
export function stretchAt(stretches: readonly Stretch[], percent: number): Stretch | null {
	return stretches.findLast(({ left, width }) => percent >= left && percent <= left + width) ?? null;
}
