import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { VitalSample } from "../../../server/contract/state.ts";
import { colour, drawLimit, follow } from "../../_chart/plot-parts.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { type VitalKind, vitalSeries, vitalTop, vitalWindow } from "./vital-series.ts";

const HEIGHT = 44;

export interface VitalSubject {
	name: string;
	kind: VitalKind;
	/** Bytes; a dashed line when the scale reaches it. */
	limit: number | null;
}

export interface VitalDrawing {
	/** Draws the time up to now. Returns how many minutes are shown. */
	draw(samples: readonly VitalSample[]): number;
	destroy(): void;
}

/** Puts a chart into `target` that follows its width and the colour scheme. `tell` gets the value under the pointer. */
export function drawVitals(target: HTMLElement, subject: VitalSubject, tell: (words: string) => void): VitalDrawing {
	const words = subject.kind === "cpu" ? percent : bytes;
	let top = 1;
	let from = 0;
	let to = 1;
	const plot = new uPlot(
		{
			width: Math.max(1, target.clientWidth),
			height: HEIGHT,
			padding: [2, 0, 1, 0],
			legend: { show: false },
			cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
			axes: [{ show: false }, { show: false }],
			scales: {
				x: { time: true, range: () => [from, to] },
				y: { range: () => [0, top] },
			},
			series: [
				{},
				{
					stroke: () => colour(target, "--accent"),
					fill: () => colour(target, "--accent-soft"),
					width: 1.5,
					points: { show: false },
				},
			],
			hooks: {
				draw: [(self) => drawLimit(self, target, subject.limit)],
				setCursor: [(self) => tell(readoutOf(self, words))],
			},
		},
		[[], []],
		target,
	);

	const unfollow = follow(plot, target, HEIGHT);

	return {
		draw(samples) {
			const [times, values] = vitalSeries(samples, subject.kind);
			to = Date.now() / 1_000;
			const minutes = vitalWindow(samples, subject.kind, to);
			from = to - minutes * 60;
			top = vitalTop(values, subject.kind, subject.limit);
			plot.setData([times, values]);
			target.setAttribute("aria-label", summaryOf(subject, minutes, values, words));
			return minutes;
		},
		destroy() {
			unfollow();
			plot.destroy();
		},
	};
}

function readoutOf(plot: uPlot, words: (value: number) => string): string {
	const { idx } = plot.cursor;
	if (idx === null || idx === undefined) return "";
	const at = plot.data[0][idx];
	const value = plot.data[1]?.[idx];
	if (at === undefined || value === null || value === undefined) return "";
	return `${words(value)} at ${new Date(at * 1_000).toLocaleTimeString([], { hourCycle: "h23" })}`;
}

function summaryOf(
	subject: VitalSubject,
	minutes: number,
	values: readonly (number | null)[],
	words: (value: number) => string,
): string {
	const known = values.filter((value) => value !== null);
	const what = `${subject.kind === "cpu" ? "CPU" : "Memory"} of ${subject.name} in the last ${minutes} min`;
	if (known.length === 0) return `${what}: not known`;
	return `${what}: between ${words(Math.min(...known))} and ${words(Math.max(...known))}`;
}
