import type uPlot from "uplot";
import { colour } from "./follow.ts";

/** A dashed line at a limit, when the scale reaches it. For uPlot's `draw` hook. */
export function drawLimit(plot: uPlot, target: Element, limit: number | null): void {
	const max = plot.scales.y?.max ?? 0;
	if (limit === null || limit > max) return;
	const y = Math.round(plot.valToPos(limit, "y", true)) + 0.5;
	const { ctx, bbox } = plot;
	ctx.save();
	ctx.strokeStyle = colour(target, "--warn");
	ctx.lineWidth = devicePixelRatio;
	ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
	ctx.beginPath();
	ctx.moveTo(bbox.left, y);
	ctx.lineTo(bbox.left + bbox.width, y);
	ctx.stroke();
	ctx.restore();
}
