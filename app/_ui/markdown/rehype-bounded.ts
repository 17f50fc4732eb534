import type { HastNode } from "./hast.ts";

const MAX_NODES = 10_000;
const MAX_DEPTH = 100;

/**
 * A rehype plugin that throws when there is more to draw than a page can take: what the look at the source let through and
 * the parser made more of than expected. Whoever shows the Markdown then shows its source instead.
 */
export function rehypeBounded() {
	return (tree: HastNode): void => {
		let nodes = 0;
		let level = [tree];
		for (let depth = 0; level.length > 0; depth += 1) {
			nodes += level.length;
			if (depth > MAX_DEPTH || nodes > MAX_NODES) throw new Error("This Markdown makes too much to be drawn.");
			level = level.flatMap(({ children }) => children ?? []);
		}
	};
}
