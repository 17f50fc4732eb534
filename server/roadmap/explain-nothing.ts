import type { RoadmapItemDetail, RoadmapStatus } from "../contract/roadmap.ts";
import { describeCycle } from "./check-items.ts";
import { findCycles } from "./find-cycles.ts";
import { idKey } from "./ids.ts";

export interface Situation {
	items: readonly RoadmapItemDetail[];
	/** The items by the key of each of their names. */
	index: ReadonlyMap<string, RoadmapItemDetail[]>;
	/** Neither done nor set aside. */
	free: readonly RoadmapItemDetail[];
	isDone(item: RoadmapItemDetail): boolean;
	/** The dependencies that are not done, as written. */
	waitsFor(item: RoadmapItemDetail): string[];
}

/** More names than this and one make no sentence. */
const NAMED = 3;

/** Says in one sentence why no item can be chosen. */
export function explainNothing(situation: Situation): string {
	const { items, free, isDone } = situation;
	if (items.length === 0) return 'The roadmap has no items; add a heading such as "## US-1: Title" with a status.';
	if (items.every(isDone)) return items.length === 1 ? "The only item is done." : `All ${items.length} items are done.`;

	const planned = free.filter((item) => item.status === "planned");
	const [cycle] = findCycles(planned);
	if (cycle) {
		return `No item can be chosen, because ${describeCycle(cycle)} wait for each other; remove one of these dependencies.`;
	}
	const [first, ...others] = planned;
	if (first) return explainWaiting(first, others.length, situation);

	const setAside = items.filter((item) => isWorkable(item) && !isDone(item));
	if (setAside.length > 0) {
		return `Only items that were set aside are left: ${list(setAside.map((item) => item.id))}.`;
	}
	return `Nothing is planned or in progress: ${tally(items, isDone)}.`;
}

function explainWaiting(item: RoadmapItemDetail, others: number, { index, free, waitsFor }: Situation): string {
	const needs = waitsFor(item).map((id) => {
		const needed = index.get(idKey(id));
		return `${id} (${needed ? stateOf(needed, free) : "not in the roadmap"})`;
	});
	const rest = others === 0 ? "" : `, and ${others} other planned ${others === 1 ? "item waits" : "items wait"} too`;
	return `${item.id} waits for ${list(needs)}${rest}.`;
}

function stateOf(needed: readonly RoadmapItemDetail[], free: readonly RoadmapItemDetail[]): string {
	const open = needed.find((item) => item.status !== "done");
	if (open && isWorkable(open) && !free.includes(open)) return "set aside";
	return open === undefined || open.status === "unknown" ? "without a status" : open.status;
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
