import type { RoadmapItem } from "../contract/roadmap.ts";
import { idKey } from "./ids.ts";
import { indexItems } from "./index-items.ts";

/**
 * Circles of items in which each depends on the next and the last on the first. At least one for every group of items
 * that cannot be put in an order; none when all can.
 */
export function findCycles<Item extends RoadmapItem>(items: readonly Item[]): Item[][] {
	const index = indexItems(items);
	const needs = new Map(items.map((item) => [item, item.dependsOn.flatMap((id) => index.get(idKey(id)) ?? [])]));
	dropWithoutNeeds(needs);
	// What is left needs something that is left, so walking on from anywhere comes back to where somebody was.
	const cycles: Item[][] = [];
	const seen = new Set<Item>();
	for (const start of needs.keys()) {
		const path: Item[] = [];
		let item: Item | undefined = start;
		while (item !== undefined && !seen.has(item)) {
			seen.add(item);
			path.push(item);
			item = needs.get(item)?.find((need) => needs.has(need));
		}
		const meeting = item === undefined ? -1 : path.lastIndexOf(item);
		if (meeting >= 0) cycles.push(path.slice(meeting));
	}
	return cycles;
}

/** Takes out, again and again, the items that need nothing that is left. */
function dropWithoutNeeds<Item>(needs: Map<Item, Item[]>): void {
	const neededBy = new Map<Item, Item[]>();
	const open = new Map<Item, number>();
	for (const [item, needed] of needs) {
		open.set(item, needed.length);
		for (const need of needed) {
			const waiting = neededBy.get(need);
			if (waiting) waiting.push(item);
			else neededBy.set(need, [item]);
		}
	}
	const free = [...open.keys()].filter((item) => open.get(item) === 0);
	for (let item = free.pop(); item !== undefined; item = free.pop()) {
		needs.delete(item);
		for (const waiting of neededBy.get(item) ?? []) {
			const count = (open.get(waiting) ?? 0) - 1;
			open.set(waiting, count);
			if (count === 0) free.push(waiting);
		}
	}
}
