import type { Question } from "../../../server/contract/question.ts";
import { KIND_WORDS, URGENCY_WORDS } from "../../_words/question-words.ts";

/** What needs the person now, what was put off, what is decided. */
export type Tab = "pending" | "later" | "answered";

/** Which questions of a tab are listed. */
export interface Filter {
	daemon: string | null;
	urgency: Question["urgency"] | null;
	kind: Question["kind"] | null;
	task: string | null;
	/** Words to search for. */
	search: string;
}

/** Where in the inbox the person is. It is in the address, so that links, reload and the back button work. */
export interface Place extends Filter {
	tab: Tab;
	/** The question that was opened; null: none yet. */
	ticket: string | null;
}

export const NO_FILTER: Filter = { daemon: null, urgency: null, kind: null, task: null, search: "" };

/** What an address says; what makes no sense in it is left out. */
export function placeOf(params: Pick<URLSearchParams, "get">): Place {
	const tab = params.get("tab");
	const urgency = params.get("urgency") ?? "";
	const kind = params.get("kind") ?? "";
	return {
		tab: tab === "later" || tab === "answered" ? tab : "pending",
		ticket: params.get("ticket") || null,
		daemon: params.get("daemon") || null,
		urgency: isKeyOf(URGENCY_WORDS, urgency) ? urgency : null,
		kind: isKeyOf(KIND_WORDS, kind) ? kind : null,
		task: params.get("task") || null,
		search: params.get("q") ?? "",
	};
}

/** The address of a place. */
export function hrefOf(place: Partial<Place>): string {
	const params = new URLSearchParams();
	if (place.tab && place.tab !== "pending") params.set("tab", place.tab);
	filterInto(params, place);
	if (place.ticket) params.set("ticket", place.ticket);
	const query = params.toString();
	return query === "" ? "/inbox" : `/inbox?${query}`;
}

/** What the API is asked for: the list of a tab, as far as it is filtered. */
export function listQuery({ tab, ...filter }: Filter & { tab: Tab }): string {
	const params = new URLSearchParams({ status: tab === "answered" ? "settled" : "pending" });
	if (tab !== "answered") params.set("sleep", tab === "later" ? "asleep" : "awake");
	filterInto(params, filter);
	params.set("brief", "1");
	return params.toString();
}

export function isFiltered({ daemon, urgency, kind, task, search }: Filter): boolean {
	return daemon !== null || urgency !== null || kind !== null || task !== null || search.trim() !== "";
}

function filterInto(params: URLSearchParams, filter: Partial<Filter>): void {
	for (const name of ["daemon", "urgency", "kind", "task"] as const) {
		const value = filter[name];
		if (value) params.set(name, value);
	}
	if (filter.search?.trim()) params.set("q", filter.search.trim());
}

function isKeyOf<T extends object>(words: T, key: string): key is keyof T & string {
	return Object.hasOwn(words, key);
}
