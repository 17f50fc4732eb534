"use client";

import { useEffect, useRef } from "react";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import { onTick } from "../../_live/clock.ts";
import { liveStore } from "../../_live/store.ts";
import type { VitalKind } from "./vital-series.ts";

interface Props {
	name: string;
	kind: VitalKind;
	/** Bytes, for memory. */
	limit: number | null;
	/** Told how many minutes the chart shows: once at first, then when that changes. */
	onWindow: (minutes: number) => void;
}

function samplesOf(name: string): VitalSample[] {
	const { position } = liveStore.getState();
	return (position && ownEntry(position.state.vitals, name)) ?? [];
}

/** A small live chart. React makes its place; what happens in it once a second is none of React's business. */
export function VitalChart({ name, kind, limit, onWindow }: Props) {
	const place = useRef<HTMLDivElement>(null);
	const readout = useRef<HTMLOutputElement>(null);
	useEffect(() => {
		let undo = () => {};
		// The library comes after the page, into a place of its own height.
		void import("./draw-vitals.ts").then(({ drawVitals }) => {
			const target = place.current;
			if (!target) return;
			const chart = drawVitals(target, { name, kind, limit }, (words) => {
				if (readout.current) readout.current.textContent = words;
			});
			let frame = 0;
			// A frame is never asked for twice, and none comes while the tab is hidden.
			const draw = () => {
				cancelAnimationFrame(frame);
				frame = requestAnimationFrame(() => {
					onWindow(chart.draw(samplesOf(name)));
				});
			};
			draw();
			const stop = onTick(draw);
			undo = () => {
				stop();
				cancelAnimationFrame(frame);
				chart.destroy();
			};
		});
		return () => undo();
	}, [name, kind, limit, onWindow]);
	return (
		<div className="relative">
			<div ref={place} data-live="chart" role="img" className="h-11 overflow-hidden" />
			<output
				ref={readout}
				aria-hidden="true"
				className="pointer-events-none absolute -top-1 right-0 rounded-sm bg-panel/90 px-1 text-label text-ink-2 empty:hidden"
			/>
		</div>
	);
}
