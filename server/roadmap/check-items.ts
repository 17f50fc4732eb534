import type { RoadmapItem } from "../contract/roadmap.ts";
import { findCycles } from "./find-cycles.ts";
import { idKey } from "./ids.ts";
import { indexItems } from "./index-items.ts";

const SHOWN = 5;

/** Adds to each item the warnings that only show beside the others: shared ids, unknown dependencies, cycles. */
export function checkItems(items: readonly RoadmapItem[]): void {
	const index = indexItems(items);
	for (const item of items) {
		for (const name of [item.id, item.alias]) {
			const others = name === null ? [] : (index.get(idKey(name)) ?? []);
			const other = others.find((candidate) => candidate !== item);
			if (other) {
				item.warnings.push(
					`${name} also names the item on line ${other.line}; give each its own id, or say ${item.id}@${item.line} for this one.`,
				);
			}
		}
		for (const id of item.dependsOn) {
			if (!index.has(idKey(id))) item.warnings.push(`It depends on ${id}, which is not in this roadmap.`);
		}
	}
	for (const cycle of findCycles(items.filter((item) => item.status !== "done"))) {
		const warning = `It waits for itself: ${describeCycle(cycle)}; remove one of these dependencies.`;
		for (const item of cycle) item.warnings.push(warning);
	}
}

/** "US-1 → US-2 → US-1"; of a long circle only the start. */
export function describeCycle(cycle: readonly RoadmapItem[]): string {
	const ids = cycle.map((item) => item.id);
	const shown = ids.length > SHOWN ? [...ids.slice(0, SHOWN), "…"] : ids;
	return [...shown, ...ids.slice(0, 1)].join(" → ");
}
