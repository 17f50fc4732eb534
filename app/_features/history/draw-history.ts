import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Metric } from "../../../server/contract/history.ts";
import { colour, drawLimit, follow } from "../../_chart/plot-parts.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { vitalTop } from "../overview/vital-series.ts";
import { axisLabel } from "./axis-words.ts";
import { type Columns, lonely } from "./columns.ts";
import type { TimeWindow } from "./window.ts";

const CHART_HEIGHT = 168;
/** What is left and right of the time in a chart; the state strip leaves as much. */
const AXIS_WIDTH = 64;
const EDGE = 20;

/** The band is the line's own colour, paler: two digits after the six of the colour. */
const BAND_ALPHA = "40";
/** Which column is the average. */
const AVERAGE = 3;
/** Memory is counted in powers of two. */
const MEMORY_STEPS = Array.from({ length: 32 }, (_, power) => 1_024 * 2 ** power);

export interface HistorySubject {
	metric: Metric;
	/** Bytes; a dashed line when the scale reaches it. */
	limit: number | null;
	/** A stretch of the chart was dragged over. */
	onZoom(window: TimeWindow): void;
	/** Told the index under the pointer, null when there is none. */
	onPoint(index: number | null): void;
}

export interface HistoryDrawing {
	draw(columns: Columns, window: TimeWindow): void;
	destroy(): void;
}

/** Puts a chart of a year or an hour into `target`: the average as a line, from least to most as a band. */
export function drawHistory(target: HTMLElement, subject: HistorySubject): HistoryDrawing {
	const words = subject.metric === "cpu" ? percent : bytes;
	let range: [number, number] = [0, 1];
	let top = 1;
	const axis = {
		stroke: () => colour(target, "--ink-2"),
		grid: { stroke: () => colour(target, "--line"), width: 1 },
		ticks: { stroke: () => colour(target, "--line"), width: 1, size: 4 },
		font: "11px system-ui, sans-serif",
	};
	const plot = new uPlot(
		{
			width: Math.max(1, target.clientWidth),
			height: CHART_HEIGHT,
			padding: [8, EDGE, 0, 0],
			legend: { show: false },
			cursor: {
				y: false,
				drag: { x: true, y: false, setScale: false, dist: 4 },
				points: { size: 6 },
				// Both charts show the same moment; what is dragged over is told once.
				sync: { key: "history", filters: { pub: (type) => type !== "mousedown" && type !== "mouseup" } },
				bind: { dblclick: () => null },
			},
			scales: { x: { time: true, range: () => range }, y: { range: () => [0, top] } },
			axes: [
				{
					...axis,
					size: 24,
					space: 72,
					gap: 4,
					values: (_plot, splits, _axis, _space, step) => splits.map((at) => axisLabel(at, step)),
				},
				{
					...axis,
					size: AXIS_WIDTH,
					space: 36,
					gap: 6,
					values: (_plot, splits) => splits.map(words),
					...(subject.metric === "memory" && { incrs: MEMORY_STEPS }),
				},
			],
			// The line after the band: what is drawn later is on top.
			series: [
				{},
				{ points: { show: false } },
				{ points: { show: false } },
				{
					stroke: () => colour(target, "--accent"),
					width: 1.5,
					points: { show: false, size: 4, filter: (self) => lonely(Array.from(self.data[AVERAGE] ?? [])) },
				},
			],
			bands: [{ series: [1, 2], fill: () => `${colour(target, "--accent")}${BAND_ALPHA}` }],
			hooks: {
				draw: [(self) => drawLimit(self, target, subject.limit)],
				setCursor: [(self) => subject.onPoint(self.cursor.idx ?? null)],
				setSelect: [
					(self) => {
						const { left, width } = self.select;
						if (width === 0) return;
						const at = (x: number) => self.posToVal(x, "x") * 1_000;
						const window = { from: at(left), to: at(left + width) };
						self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
						subject.onZoom(window);
					},
				],
			},
		},
		[[], [], [], []],
		target,
	);
	const unfollow = follow(plot, target, CHART_HEIGHT);
	return {
		draw(columns, { from, to }) {
			range = [from / 1_000, to / 1_000];
			top = vitalTop(columns[1], subject.metric, subject.limit);
			plot.setData(columns);
		},
		destroy() {
			unfollow();
			plot.destroy();
		},
	};
}
