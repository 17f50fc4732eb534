import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import { explainNothing } from "./explain-nothing.ts";
import { idKey } from "./ids.ts";
import { indexItems, namesOf } from "./index-items.ts";

/** What is known beside the document. Items may be named by id or alias. */
export interface Progress {
	/** Done on a branch, whatever the document still says. */
	finished: ReadonlySet<string>;
	/** Not to be tried again for now. */
	setAside: ReadonlySet<string>;
}

export type Choice = { item: RoadmapItemDetail } | { item: null /** One sentence for the person. */; why: string };

/**
 * The item to work on: the first in progress, else the first planned one whose dependencies are all done. Finished items
 * and those set aside are passed over. An id that is used twice counts as done when all its items are.
 */
export function chooseNext(items: readonly RoadmapItemDetail[], { finished, setAside }: Progress): Choice {
	const isFinished = matcher(finished);
	const isSetAside = matcher(setAside);
	const index = indexItems(items);
	const isDone = (item: RoadmapItemDetail) => item.status === "done" || isFinished(namesOf(item));
	const waitsFor = (item: RoadmapItemDetail) =>
		item.dependsOn.filter((id) => {
			const needed = index.get(idKey(id)) ?? [];
			return !isFinished([id]) && (needed.length === 0 || !needed.every(isDone));
		});

	const free = items.filter((item) => !isDone(item) && !isSetAside(namesOf(item)));
	const started = free.find((item) => item.status === "in-progress");
	const next = started ?? free.find((item) => item.status === "planned" && waitsFor(item).length === 0);
	return next ? { item: next } : { item: null, why: explainNothing({ items, index, free, isDone, waitsFor }) };
}

function matcher(names: ReadonlySet<string>): (of: readonly string[]) => boolean {
	const keys = new Set([...names].map(idKey));
	return (of) => of.some((name) => keys.has(idKey(name)));
}
