import type uPlot from "uplot";

/** A colour of the scheme in force: `--accent`. */
export function colour(target: Element, name: string): string {
	return getComputedStyle(target).getPropertyValue(name).trim();
}

/** Keeps a chart as wide as its place and in the colours of the scheme, until the returned function is called. */
export function follow(plot: uPlot, target: HTMLElement, height: number): () => void {
	const resized = new ResizeObserver(() => plot.setSize({ width: Math.max(1, target.clientWidth), height }));
	resized.observe(target);
	const scheme = window.matchMedia("(prefers-color-scheme: dark)");
	const recolour = () => plot.redraw();
	scheme.addEventListener("change", recolour);
	return () => {
		scheme.removeEventListener("change", recolour);
		resized.disconnect();
	};
}

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
