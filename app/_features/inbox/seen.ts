/** A part of the evidence in pixels from its top. */
export interface Span {
	top: number;
	bottom: number;
}

/** So much may stay out of sight at an edge: half pixels and the last line's spacing. */
const SLACK = 4;

/**
 * How far from its top something has been on screen without a gap, now that `visible` is: what was jumped over does not
 * count as seen.
 */
export function seenTo(before: number, visible: Span): number {
	if (visible.bottom <= visible.top || visible.top > before + SLACK) return before;
	return Math.max(before, visible.bottom);
}

export function isWhole(seen: number, height: number): boolean {
	return height > 0 && seen >= height - SLACK;
}
