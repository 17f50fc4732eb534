import type { RoadmapEntry, ShownStatus } from "../../../server/contract/work.ts";
import type { Place } from "./paths.ts";
import { SHOWN_STATUSES, SHOWN_WORDS } from "./status-words.ts";

/** The items that have all the words of a search in their id, other name, title or status; without words, all. */
export function searched(items: readonly RoadmapEntry[], search: string): readonly RoadmapEntry[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return items;
	return items.filter((item) => {
		const text = textOf(item);
		return words.every((word) => text.includes(word));
	});
}

function textOf({ ref, id, alias, title, shown, status }: RoadmapEntry): string {
	return [ref, idKey(id), alias, title, SHOWN_WORDS[shown].word, status].join(" ").toLowerCase();
}

/** Those of them that the filters let through. */
export function filtered(items: readonly RoadmapEntry[], { shown, unclear }: Pick<Place, "shown" | "unclear">) {
	if (shown.length === 0 && !unclear) return items;
	return items.filter(
		(item) => (shown.length === 0 || shown.includes(item.shown)) && (!unclear || item.warnings.length > 0),
	);
}

/** How many stand how; those that none does are left out. */
export function countsOf(items: readonly RoadmapEntry[]): { status: ShownStatus; count: number }[] {
	const counts = new Map<ShownStatus, number>();
	for (const { shown } of items) counts.set(shown, (counts.get(shown) ?? 0) + 1);
	return SHOWN_STATUSES.flatMap((status) => {
		const count = counts.get(status);
		return count ? [{ status, count }] : [];
	});
}

/** The items that are done, in the file or on a branch, and those that count: cancelled ones do not. */
export function progressOf(items: readonly RoadmapEntry[]): { done: number; of: number } {
	const counting = items.filter(({ status }) => status !== "cancelled");
	return { done: counting.filter(({ shown }) => shown === "done" || shown === "finished").length, of: counting.length };
}

export interface Column {
	id: "planned" | "work" | "waiting" | "done";
	title: string;
	/** What stands so needs no word on its card. */
	plain: ShownStatus;
	/** What an empty column says. */
	empty: string;
	items: RoadmapEntry[];
}

const COLUMN_OF: Readonly<Record<Exclude<ShownStatus, "aside">, Column["id"]>> = {
	planned: "planned",
	unknown: "planned",
	working: "work",
	"in-progress": "work",
	parked: "waiting",
	review: "waiting",
	blocked: "waiting",
	done: "done",
	finished: "done",
	cancelled: "done",
};

/** The board's columns, each in the document's order. What is set aside stays where the document has it. */
export function columnsOf(items: readonly RoadmapEntry[]): Column[] {
	const columns: Column[] = [
		{ id: "planned", title: "Planned", plain: "planned", empty: "Nothing is planned.", items: [] },
		{ id: "work", title: "In work", plain: "working", empty: "Nothing is in work.", items: [] },
		{ id: "waiting", title: "Waiting", plain: "parked", empty: "Nothing waits.", items: [] },
		{ id: "done", title: "Done", plain: "done", empty: "Nothing is done yet.", items: [] },
	];
	for (const item of items) {
		const id = COLUMN_OF[item.shown === "aside" ? item.status : item.shown];
		columns.find((column) => column.id === id)?.items.push(item);
	}
	return columns;
}

/** The item before or after `from` among those in sight; the first when it is not among them. Stays at the ends. */
export function stepFrom(items: readonly RoadmapEntry[], from: string | null, step: 1 | -1): RoadmapEntry | null {
	const index = items.findIndex(({ ref }) => ref === from);
	return items[index === -1 ? 0 : Math.min(Math.max(index + step, 0), items.length - 1)] ?? null;
}

/**
 * Where an item goes that passes so many neighbours among those `inSight`, up when negative: before which item of the document;
 * null is its end. Undefined when there are not so many to pass. What a filter hides is passed with them.
 */
export function placeBeyond(
	items: readonly RoadmapEntry[],
	inSight: readonly RoadmapEntry[],
	ref: string,
	steps: number,
): RoadmapEntry | null | undefined {
	const index = inSight.findIndex((item) => item.ref === ref);
	const passed = index === -1 ? undefined : inSight[index + steps];
	if (!passed || steps < 0) return passed;
	return followerOf(items, passed.ref);
}

/** What comes after an item in the document; null for the last. */
export function followerOf(items: readonly RoadmapEntry[], ref: string): RoadmapEntry | null {
	return items[items.findIndex((item) => item.ref === ref) + 1] ?? null;
}

/** What two spellings of the same id have in common: `us-9` and `US-009`, `priority  2`. */
export function idKey(id: string): string {
	return id
		.trim()
		.replace(/\s+/g, " ")
		.toUpperCase()
		.replace(/(^US-|^PRIORITY )0+(?=\d)/, "$1");
}

/** The items by each of their names. */
export function byName(items: readonly RoadmapEntry[]): ReadonlyMap<string, RoadmapEntry> {
	const names = new Map<string, RoadmapEntry>();
	for (const item of items) {
		for (const name of [item.id, item.alias]) {
			if (name !== null && !names.has(idKey(name))) names.set(idKey(name), item);
		}
	}
	return names;
}

/**
 * The item that an address or an earlier state of the file names. Of items that share an id the `ref` has the line in it, which
 * other changes of the file move: then it is the one with the same title, else the nearest.
 */
export function findItem(
	items: readonly RoadmapEntry[],
	ref: string,
	title: string | null = null,
): RoadmapEntry | undefined {
	const exact = items.find((item) => item.ref === ref);
	if (exact && (title === null || exact.title === title)) return exact;
	const [id = ref, line] = ref.split("@");
	const alike = items.filter((item) => idKey(item.id) === idKey(id) || idKey(item.alias ?? "") === idKey(id));
	const same = alike.filter((item) => item.title === title);
	const distance = (item: RoadmapEntry) => Math.abs(item.line - Number(line ?? item.line));
	return (same.length > 0 ? same : alike).toSorted((a, b) => distance(a) - distance(b))[0];
}
