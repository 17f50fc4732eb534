"use client";

import { useEffect, useRef, useState } from "react";
import type { HistoryPoints } from "../../../server/contract/history.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { momentWords } from "./axis-words.ts";
import { columnsOf } from "./columns.ts";
import type { HistoryDrawing } from "./draw-history.ts";
import type { TimeWindow } from "./window.ts";

interface Props {
	points: HistoryPoints;
	window: TimeWindow;
	/** Bytes, for memory. */
	limit: number | null;
	onZoom: (window: TimeWindow) => void;
}

/** CPU or memory over the range. React makes its place; what is drawn in it is none of React's business. */
export function HistoryChart({ points, window, limit, onZoom }: Props) {
	const { metric } = points;
	const words = metric === "cpu" ? percent : bytes;
	const place = useRef<HTMLDivElement>(null);
	const readout = useRef<HTMLOutputElement>(null);
	const [drawing, setDrawing] = useState<HistoryDrawing | null>(null);
	const latest = useRef({ columns: columnsOf(points), window, onZoom });

	useEffect(() => {
		latest.current = { columns: columnsOf(points), window, onZoom };
		drawing?.draw(latest.current.columns, window);
	}, [drawing, points, window, onZoom]);

	useEffect(() => {
		let undo = () => {};
		let gone = false;
		const tell = (index: number | null) => {
			if (!readout.current) return;
			const { columns, window: shown } = latest.current;
			const [at, max, min, avg] = columns.map((column) => (index === null ? null : column[index]));
			const known = typeof at === "number" && typeof avg === "number";
			const length = shown.to - shown.from;
			readout.current.textContent = known
				? `${momentWords(at * 1_000, length)}: ${words(avg)} on average, ${words(min ?? 0)} to ${words(max ?? 0)}`
				: "";
		};
		// The library comes after the page, into a place of its own height.
		void import("./draw-history.ts").then(({ drawHistory }) => {
			if (!place.current || gone) return;
			const made = drawHistory(place.current, {
				metric,
				limit,
				onZoom: (to) => latest.current.onZoom(to),
				onPoint: tell,
			});
			made.draw(latest.current.columns, latest.current.window); // before anybody can drag over it
			setDrawing(made);
			undo = () => {
				setDrawing(null);
				made.destroy();
			};
		});
		return () => {
			gone = true;
			undo();
		};
	}, [metric, limit, words]);

	return (
		<figure className="grid min-w-0 gap-1">
			<figcaption className="flex min-h-4.5 flex-wrap items-baseline gap-x-3 text-small">
				<span className="font-semibold">{metric === "cpu" ? "CPU" : "Memory"}</span>
				<span className="text-ink-3">{metric === "cpu" ? "whole tree, 100 % is one core" : "whole tree"}</span>
				{points.points.length === 0 && <span className="ml-auto text-ink-2">nothing was measured in this time</span>}
				<output ref={readout} aria-hidden="true" className="ml-auto text-ink-2" />
			</figcaption>
			<div
				ref={place}
				role="img"
				aria-label={summaryOf(points, words)}
				data-live="chart"
				className="h-42 overflow-hidden [&_.u-over]:cursor-crosshair"
			/>
		</figure>
	);
}

function summaryOf({ metric, daemon, points }: HistoryPoints, words: (value: number) => string): string {
	const what = `${metric === "cpu" ? "CPU" : "Memory"} of ${daemon}`;
	if (points.length === 0) return `${what}: nothing was measured in this time`;
	const least = points.reduce((value, [, min]) => Math.min(value, min), Number.POSITIVE_INFINITY);
	const most = points.reduce((value, [, , , max]) => Math.max(value, max), 0);
	return `${what}: between ${words(least)} and ${words(most)}. The table below has the figures.`;
}
