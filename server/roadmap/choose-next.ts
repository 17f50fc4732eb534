import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import { describeCycle } from "./check-items.ts";
import { findCycles } from "./find-cycles.ts";
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

/** More names than this make no sentence. */
const NAMED = 3;

/**
 * The item to work on: the first in progress, else the first planned one whose dependencies are all done. Finished items
 * and those set aside are passed over. An id that is used twice counts as done when all its items are.
 */
export function chooseNext(items: readonly RoadmapItemDetail[], { finished, setAside }: Progress): Choice {
	if (items.length === 0) {
		return { item: null, why: 'The roadmap has no items; add a heading such as "## US-1: Title" with a status.' };
	}
	const isFinished = matcher(finished);
	const isSetAside = matcher(setAside);
	const index = indexItems(items);
	const isDone = (item: RoadmapItemDetail) => item.status === "done" || isFinished(namesOf(item));
	const waitsFor = (item: RoadmapItemDetail) =>
		item.dependsOn.filter((id) => {
			const needed = index.get(idKey(id)) ?? [];
			return !isFinished([id]) && (needed.length === 0 || !needed.every(isDone));
		});

	const open = items.filter((item) => !isDone(item));
	const free = open.filter((item) => !isSetAside(namesOf(item)));
	const started = free.find((item) => item.status === "in-progress");
	if (started) return { item: started };
	const planned = free.filter((item) => item.status === "planned");
	const ready = planned.find((item) => waitsFor(item).length === 0);
	if (ready) return { item: ready };
	return {
		item: null,
		why: open.length === 0 ? allDone(items.length) : explain({ open, free, planned, index, waitsFor }),
	};
}

interface Situation {
	open: RoadmapItemDetail[];
	free: RoadmapItemDetail[];
	planned: RoadmapItemDetail[];
	index: Map<string, RoadmapItemDetail[]>;
	waitsFor(item: RoadmapItemDetail): string[];
}

function explain({ open, free, planned, index, waitsFor }: Situation): string {
	const [cycle] = findCycles(planned);
	if (cycle) {
		return `No item can be chosen, because ${describeCycle(cycle)} wait for each other; remove one of these dependencies.`;
	}
	const first = planned[0];
	if (first) {
		const others =
			planned.length === 1
				? ""
				: `, and ${count(planned.length - 1, "other planned item waits", "other planned items wait")} too`;
		const needs = waitsFor(first).map((id) => `${id} (${stateOf(id, index, free)})`);
		return `${first.id} waits for ${list(needs)}${others}.`;
	}
	const setAside = open.filter((item) => isWorkable(item) && !free.includes(item));
	if (setAside.length > 0) {
		return `Only items that were set aside are left: ${list(setAside.map((item) => item.id))}.`;
	}
	return `No item is planned or in progress: of the ${count(open.length, "item", "items")} not done, ${tally(open)}.`;
}

function isWorkable(item: RoadmapItemDetail): boolean {
	return item.status === "planned" || item.status === "in-progress";
}

function stateOf(id: string, index: Map<string, RoadmapItemDetail[]>, free: readonly RoadmapItemDetail[]): string {
	const items = index.get(idKey(id));
	if (!items) return "not in the roadmap";
	const open = items.find((item) => item.status !== "done") ?? items[0];
	if (open && isWorkable(open) && !free.includes(open)) return "set aside";
	return open?.status === "unknown" ? "without a status" : (open?.status ?? "unknown");
}

function allDone(total: number): string {
	return total === 1 ? "The only item is done." : `All ${total} items are done.`;
}

/** "2 are blocked and 1 has no status" */
function tally(items: readonly RoadmapItemDetail[]): string {
	const parts = (["blocked", "cancelled", "unknown"] as const).flatMap((status) => {
		const number = items.filter((item) => item.status === status).length;
		if (number === 0) return [];
		const plural = number > 1;
		return status === "unknown"
			? `${number} ${plural ? "have" : "has"} no status`
			: `${number} ${plural ? "are" : "is"} ${status}`;
	});
	return list(parts);
}

function matcher(names: ReadonlySet<string>): (of: readonly string[]) => boolean {
	const keys = new Set([...names].map(idKey));
	return (of) => of.some((name) => keys.has(idKey(name)));
}

function count(number: number, one: string, many: string): string {
	return `${number} ${number === 1 ? one : many}`;
}

function list(names: readonly string[]): string {
	const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : [...names];
	const last = shown.pop() ?? "";
	return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
