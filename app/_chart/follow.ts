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
