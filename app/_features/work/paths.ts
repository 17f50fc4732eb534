import type { TimelineKind } from "../../../server/contract/record.ts";
import { FILTERS, type FilterId } from "./kinds.ts";

export const TABS = ["timeline", "checks", "diff"] as const;
export type Tab = (typeof TABS)[number];

/** What the person looks at. It is in the address, so that links, reload and the back button work. */
export interface Place {
	/** One run; null: all that happens. */
	run: number | null;
	/** Of a run. */
	tab: Tab;
	daemon: string | null;
	item: string | null;
	/** Only entries of this sort; null: all. */
	only: FilterId | null;
	search: string;
}

/** The address of a place. */
export function activityPage(place: Partial<Place>): string {
	const params = new URLSearchParams();
	if (place.run) params.set("run", String(place.run));
	if (place.tab && place.tab !== "timeline") params.set("tab", place.tab);
	if (place.daemon) params.set("daemon", place.daemon);
	if (place.item) params.set("item", place.item);
	if (place.only) params.set("only", place.only);
	if (place.search) params.set("search", place.search);
	const query = params.toString();
	return query === "" ? "/activity" : `/activity?${query}`;
}

/** What an address says; what makes no sense in it is left out. */
export function placeOf(params: URLSearchParams): Place {
	const run = params.get("run") ?? "";
	const only = params.get("only");
	return {
		run: /^[1-9]\d{0,9}$/.test(run) ? Number(run) : null,
		tab: TABS.find((tab) => tab === params.get("tab")) ?? "timeline",
		daemon: params.get("daemon") || null,
		item: params.get("item") || null,
		only: FILTERS.find(({ id }) => id === only)?.id ?? null,
		search: params.get("search") ?? "",
	};
}

/** Where the API has the timeline of a place: of its run, or of all. */
export function timelineApi({ run, daemon, item }: Place, kinds: readonly TimelineKind[] | null): string {
	const params = new URLSearchParams();
	if (kinds) params.set("kinds", kinds.join(","));
	if (run === null && daemon) params.set("daemon", daemon);
	if (run === null && item) params.set("item", item);
	return `${run === null ? "/api/v1/timeline" : runApi(run, "timeline")}?${params}`;
}

/** Where the API has a run, or what is below it. */
export function runApi(run: number, ...below: (string | number)[]): string {
	return ["/api/v1/runs", run, ...below].join("/");
}

/** An item on the roadmap page. */
export function itemPage(daemon: string, item: string): string {
	return `/roadmap?${new URLSearchParams({ daemon, item })}`;
}
