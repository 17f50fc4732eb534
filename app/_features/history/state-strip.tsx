"use client";

import { type PointerEvent, useMemo, useRef } from "react";
import type { HistorySummary } from "../../../server/contract/history.ts";
import { classNames } from "../../_ui/class-names.ts";
import { momentWords } from "./axis-words.ts";
import { duration, stateWords, UNWATCHED } from "./history-words.ts";
import { stateLook, UNWATCHED_LOOK } from "./state-look.ts";
import { stretchAt, stretchesOf } from "./strip.ts";
import type { TimeWindow } from "./window.ts";

/** What state the daemon was in, on one line over the whole range. */
export function StateStrip({ summary, window }: { summary: HistorySummary; window: TimeWindow }) {
	const stretches = useMemo(() => stretchesOf(summary.spans, window), [summary, window]);
	const readout = useRef<HTMLOutputElement>(null);
	const tell = (event: PointerEvent<HTMLDivElement>) => {
		const { left, width } = event.currentTarget.getBoundingClientRect();
		const share = (event.clientX - left) / width;
		const found = stretchAt(stretches, share * 100);
		const length = window.to - window.from;
		const words = found
			? `${stateWords(found.span).word}: ${momentWords(Date.parse(found.span.from), length)} to ${momentWords(Date.parse(found.span.to), length)}`
			: `${UNWATCHED} at ${momentWords(window.from + share * length, length)}`;
		if (readout.current) readout.current.textContent = words;
	};
	const clear = () => {
		if (readout.current) readout.current.textContent = "";
	};
	return (
		<figure className="grid min-w-0 gap-1">
			<figcaption className="flex min-h-4.5 flex-wrap items-baseline gap-x-3 text-small">
				<span className="font-semibold">State</span>
				<output ref={readout} aria-hidden="true" className="ml-auto text-ink-2" />
			</figcaption>
			<div
				role="img"
				aria-label={summaryOf(summary)}
				data-live="chart"
				onPointerMove={tell}
				onPointerLeave={clear}
				className="relative mr-5 ml-16 h-7"
			>
				<div className={classNames("absolute inset-0", UNWATCHED_LOOK)} />
				{stretches.map(({ span, left, width }) => (
					<div
						key={`${span.from} ${span.phase} ${span.health}`}
						className={classNames("absolute bottom-0 min-w-0.5", stateLook(span))}
						style={{ left: `${left}%`, width: `${width}%` }}
					/>
				))}
			</div>
		</figure>
	);
}

function summaryOf({ states, seconds }: HistorySummary): string {
	const known = states.map((state) => `${stateWords(state).word} for ${duration(state.seconds)}`);
	const unwatched = seconds.unknown >= 1 ? [`not watched for ${duration(seconds.unknown)}`] : [];
	return `State: ${[...known, ...unwatched].join(", ")}`;
}
