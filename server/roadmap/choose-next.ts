import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import { explainNothing, explainWait } from "./explain-nothing.ts";
import { idKey } from "./ids.ts";
import { fullName, indexItems, namesOf } from "./index-items.ts";

/** What is known beside the document. Items may be named by id, by alias, or as `fullName` does. */
export interface Progress {
	/** Done on a branch, whatever the document still says. */
	finished: ReadonlySet<string>;
	/** Not to be tried again for now. */
	setAside: ReadonlySet<string>;
	/** In work, parked or under review: passed over, and not done for what depends on it, unless it is finished too. */
	busy?: ReadonlySet<string>;
	/** Put before all others; among themselves in the order of the set. */
	first?: ReadonlySet<string>;
}

export type Choice = { item: RoadmapItemDetail } | { item: null /** One sentence for the person. */; why: string };

/** An item that was put before all others and cannot be taken now, with the reason in one sentence. */
export interface Held {
	item: RoadmapItemDetail;
	why: string;
}

/**
 * The item to work on: those put first, else the first in progress, else the first planned one. What is planned is taken
 * only when all its dependencies are done. Finished items, busy ones and those set aside are passed over. An id that is
 * used twice counts as done when all its items are.
 */
export function chooseNext(items: readonly RoadmapItemDetail[], progress: Progress): Choice {
	const situation = judge(items, progress);
	const { free, isReady, wanted } = situation;
	const next =
		wanted.find((item) => free.includes(item) && isReady(item)) ??
		free.find((item) => item.status === "in-progress") ??
		free.find((item) => item.status === "planned" && isReady(item));
	return next ? { item: next } : { item: null, why: explainNothing(situation) };
}

/** The items that were put first and have to wait all the same, in the order in which they were put. */
export function heldBack(items: readonly RoadmapItemDetail[], progress: Progress): Held[] {
	const situation = judge(items, progress);
	const { free, isDone, isBusy, isReady, wanted } = situation;
	return wanted.flatMap((item) => {
		if (isDone(item) || isBusy(item) || (free.includes(item) && isReady(item))) return [];
		return [{ item, why: explainHeld(item, situation) }];
	});
}

type Judged = ReturnType<typeof judge>;

function judge(items: readonly RoadmapItemDetail[], { finished, setAside, busy, first }: Progress) {
	const index = indexItems(items);
	const isFinished = matcher(finished);
	const finishedItems = named(items, finished);
	const asideItems = named(items, setAside);
	const busyItems = named(items, busy);
	const isDone = (item: RoadmapItemDetail) => item.status === "done" || finishedItems.has(item);
	const isBusy = (item: RoadmapItemDetail) => busyItems.has(item);
	// Busy and finished: done on its branch. Busy and done in the document alone: somebody works on it again.
	const isReached = (item: RoadmapItemDetail) => finishedItems.has(item) || (item.status === "done" && !isBusy(item));
	const waitsFor = (item: RoadmapItemDetail) =>
		item.dependsOn.filter((id) => {
			const needed = index.get(idKey(id)) ?? [];
			return !isFinished([id]) && (needed.length === 0 || !needed.every(isReached));
		});
	const isReady = (item: RoadmapItemDetail) =>
		item.status === "in-progress" || (item.status === "planned" && waitsFor(item).length === 0);
	const free = items.filter((item) => !isDone(item) && !isBusy(item) && !asideItems.has(item));
	const wanted = [...(first ?? [])].flatMap((name) => [...named(items, new Set([name]))]);
	return { items, index, free, isDone, isBusy, isReady, waitsFor, wanted };
}

function named(
	items: readonly RoadmapItemDetail[],
	names: ReadonlySet<string> | undefined,
): ReadonlySet<RoadmapItemDetail> {
	if (!names || names.size === 0) return new Set();
	const isNamed = matcher(names);
	return new Set(items.filter((item) => isNamed([...namesOf(item), fullName(item)])));
}

function explainHeld(item: RoadmapItemDetail, situation: Judged): string {
	const put = `${item.id} was put first, but it`;
	if (!situation.free.includes(item)) return `${put} is set aside.`;
	if (item.status === "planned") return `${put} waits for ${explainWait(item, situation)}.`;
	return item.status === "unknown" ? `${put} has no status.` : `${put} is ${item.status}.`;
}

function matcher(names: ReadonlySet<string>): (of: readonly string[]) => boolean {
	const keys = new Set([...names].map(idKey));
	return (of) => of.some((name) => keys.has(idKey(name)));
}
