import type { RoadmapItem } from "../contract/roadmap.ts";
import { idKey } from "./ids.ts";

/** Items by the key of their id and of their alias. Several when the document uses an id twice. */
export function indexItems<Item extends RoadmapItem>(items: readonly Item[]): Map<string, Item[]> {
	const index = new Map<string, Item[]>();
	for (const item of items) {
		for (const key of new Set(namesOf(item).map(idKey))) {
			const same = index.get(key);
			if (same) same.push(item);
			else index.set(key, [item]);
		}
	}
	return index;
}

/** The id, and the alias if there is one. */
export function namesOf(item: RoadmapItem): string[] {
	return item.alias === null ? [item.id] : [item.id, item.alias];
}
