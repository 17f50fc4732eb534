import type { RoadmapItemDetail, RoadmapStatus } from "../contract/roadmap.ts";
import { describeCycle } from "./check-items.ts";
import { findCycles } from "./find-cycles.ts";
import { idKey } from "./ids.ts";

export interface Situation {
	items: readonly RoadmapItemDetail[];
	/** The items by the key of each of their names. */
	index: ReadonlyMap<string, RoadmapItemDetail[]>;
	/** Neither done, nor busy, nor set aside. */
	free: readonly RoadmapItemDetail[];
	isDone(item: RoadmapItemDetail): boolean;
	/** In work, parked or under review. */
	isBusy(item: RoadmapItemDetail): boolean;
	/** The dependencies that are not done, as written. */
	waitsFor(item: RoadmapItemDetail): string[];
}

/** More names than this and one make no sentence. */
const NAMED = 3;

/** Says in one sentence why no item can be chosen. */
export function explainNothing(situation: Situation): string {
	const { items, free, isDone, isBusy } = situation;
	if (items.length === 0) return 'The roadmap has no items; add a heading such as "## US-1: Title" with a status.';
	if (items.every(isDone)) return explainDone(items.length, items.filter(isBusy));

	const planned = free.filter((item) => item.status === "planned");
	const [cycle] = findCycles(planned);
	if (cycle) {
		return `No item can be chosen, because ${describeCycle(cycle)} wait for each other; remove one of these dependencies.`;
	}
	const [first, ...others] = planned;
	if (first) return explainWaiting(first, others.length, situation);

	const open = items.filter((item) => isBusy(item) || (isWorkable(item) && !isDone(item)));
	const [busy, setAside] = [open.filter(isBusy), open.filter((item) => !isBusy(item))];
	if (busy.length > 0) {
		const rest = setAside.length === 0 ? "" : `; set aside: ${idsOf(setAside)}`;
		return `All that is left is in work or waits for you: ${idsOf(busy)}${rest}.`;
	}
	if (setAside.length > 0) return `Only items that were set aside are left: ${idsOf(setAside)}.`;
	return `Nothing is planned or in progress: ${tally(items, isDone)}.`;
}

function explainDone(count: number, underReview: readonly RoadmapItemDetail[]): string {
	const done = count === 1 ? "The only item is done" : `All ${count} items are done`;
	return underReview.length === 0 ? `${done}.` : `${done}; under review: ${idsOf(underReview)}.`;
}

function explainWaiting(item: RoadmapItemDetail, others: number, situation: Situation): string {
	const rest = others === 0 ? "" : `, and ${others} other planned ${others === 1 ? "item waits" : "items wait"} too`;
	return `${item.id} waits for ${explainWait(item, situation)}${rest}.`;
}

/** What an item waits for, and how that stands: "US-1 (planned) and US-7 (not in the roadmap)". */
export function explainWait(item: RoadmapItemDetail, situation: Situation): string {
	return list(
		situation.waitsFor(item).map((id) => {
			const needed = situation.index.get(idKey(id));
			return `${id} (${needed ? stateOf(needed, situation) : "not in the roadmap"})`;
		}),
	);
}

function stateOf(needed: readonly RoadmapItemDetail[], { free, isBusy, isDone }: Situation): string {
	const open = needed.find((item) => !isDone(item)) ?? needed.find(isBusy);
	if (open && isBusy(open)) return "in work or under review";
	if (open && isWorkable(open) && !free.includes(open)) return "set aside";
	return open === undefined || open.status === "unknown" ? "without a status" : open.status;
}

function idsOf(items: readonly RoadmapItemDetail[]): string {
	return list(items.map((item) => item.id));
}

function isWorkable(item: RoadmapItemDetail): boolean {
	return item.status === "planned" || item.status === "in-progress";
}

/** "of the 5 items, 2 are done, 2 are blocked and 1 has no status" */
function tally(items: readonly RoadmapItemDetail[], isDone: (item: RoadmapItemDetail) => boolean): string {
	const statuses = items.map((item): RoadmapStatus => (isDone(item) ? "done" : item.status));
	const parts = (["done", "blocked", "cancelled", "unknown"] as const).flatMap((status) => {
		const number = statuses.filter((other) => other === status).length;
		if (number === 0) return [];
		if (status === "unknown") return `${number} ${number === 1 ? "has" : "have"} no status`;
		return `${number} ${number === 1 ? "is" : "are"} ${status}`;
	});
	if (items.length === 1) return `the only item ${parts.join().replace(/^1 /, "")}`;
	return `of the ${items.length} items, ${list(parts)}`;
}

function list(names: readonly string[]): string {
	const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : [...names];
	const last = shown.pop() ?? "";
	return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
