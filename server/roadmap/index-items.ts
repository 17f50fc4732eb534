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
export function namesOf(item: Pick<RoadmapItem, "id" | "alias">): string[] {
	return item.alias === null ? [item.id] : [item.id, item.alias];
}

/**
 * What tells an item from another with its id, and stays when lines are added above it: `US-22: Title`. It stands for the
 * id wherever something is kept about an item whose id the document uses twice.
 */
export function fullName({ id, title }: Pick<RoadmapItem, "id" | "title">): string {
	return `${id}: ${title}`;
}
