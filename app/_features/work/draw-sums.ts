import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { WorkBucket } from "../../../server/contract/record.ts";
import { colour, follow } from "../../_chart/plot-parts.ts";

const HEIGHT = 112;
const AXIS_WIDTH = 32;
/** Wider than this a bar looks like a block. */
const MAX_BAR_PX = 28;

export interface SumsDrawing {
	draw(buckets: readonly WorkBucket[]): void;
	destroy(): void;
}

/** Puts bars into `target`: finished tasks, and on top of them those that failed. */
export function drawSums(target: HTMLElement, onBucket: (index: number | null) => void): SumsDrawing {
	let labels: string[] = [];
	let top = 1;
	const axis = {
		stroke: () => colour(target, "--ink-2"),
		grid: { stroke: () => colour(target, "--line"), width: 1 },
		ticks: { show: false },
		font: "11px system-ui, sans-serif",
	};
	const bars = uPlot.paths.bars?.({ size: [0.7, MAX_BAR_PX] });
	const series = (name: string): uPlot.Series => ({
		fill: () => colour(target, name),
		stroke: () => colour(target, name),
		width: 0,
		points: { show: false },
		...(bars && { paths: bars }),
	});
	const plot = new uPlot(
		{
			width: Math.max(1, target.clientWidth),
			height: HEIGHT,
			padding: [8, 8, 0, 0],
			legend: { show: false },
			cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
			scales: {
				x: { time: false, range: () => [-0.5, Math.max(1, labels.length) - 0.5] },
				y: { range: () => [0, top] },
			},
			axes: [
				{
					...axis,
					grid: { show: false },
					size: 22,
					space: 64,
					gap: 4,
					incrs: [1, 2, 3, 4, 6, 7, 12, 14, 24, 30, 60, 90],
					values: (_plot, splits) => splits.map((at) => labels[at] ?? ""),
				},
				{ ...axis, size: AXIS_WIDTH, space: 28, gap: 4, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
			],
			// The sum first: what is drawn over it leaves the failed ones in sight.
			series: [{}, series("--bad"), series("--accent")],
			hooks: { setCursor: [(self) => onBucket(self.cursor.idx ?? null)] },
		},
		[[], [], []],
		target,
	);
	const unfollow = follow(plot, target, HEIGHT);
	return {
		draw(buckets) {
			labels = buckets.map(({ label }) => shortLabel(label));
			const sums = buckets.map(({ finished, failed }) => finished + failed);
			top = Math.max(4, ...sums);
			plot.setData([buckets.map((_, index) => index), sums, buckets.map(({ finished }) => finished)]);
		},
		destroy() {
			unfollow();
			plot.destroy();
		},
	};
}

/** `11-21`, or `14:00`. */
function shortLabel(label: string): string {
	return label.length > 10 ? label.slice(11, 16) : label.slice(5);
}
