import type { ShownStatus } from "../../../server/contract/work.ts";
import { isShownStatus } from "./status-words.ts";

export type Layout = "list" | "board";

/** What the person looks at. It is in the address, so that links, reload and the back button work. */
export interface Place {
	/** Null: the first developer there is. */
	daemon: string | null;
	/** Null: as it was chosen last in this browser. */
	layout: Layout | null;
	/** The item that is open, by its `ref`. */
	item: string | null;
	search: string;
	/** Only items that stand so; empty: all. */
	shown: readonly ShownStatus[];
	/** Only items with something unclear in them. */
	unclear: boolean;
}

/** The address of a place. */
export function roadmapPage(place: Partial<Place>): string {
	const params = new URLSearchParams();
	if (place.daemon) params.set("daemon", place.daemon);
	if (place.layout) params.set("view", place.layout);
	if (place.search) params.set("search", place.search);
	if (place.shown?.length) params.set("show", place.shown.join(","));
	if (place.unclear) params.set("unclear", "yes");
	if (place.item) params.set("item", place.item);
	const query = params.toString();
	return query === "" ? "/roadmap" : `/roadmap?${query}`;
}

/** What an address says; what makes no sense in it is left out. */
export function placeOf(params: URLSearchParams): Place {
	const layout = params.get("view");
	return {
		daemon: params.get("daemon") || null,
		layout: layout === "list" || layout === "board" ? layout : null,
		item: params.get("item") || null,
		search: params.get("search") ?? "",
		shown: (params.get("show") ?? "").split(",").filter(isShownStatus),
		unclear: params.get("unclear") === "yes",
	};
}

/** Where the API has a daemon's roadmap, or what is below it: `roadmapApi("dev", "items", "US-9", "status")`. */
export function roadmapApi(daemon: string, ...below: string[]): string {
	return ["/api/v1/daemons", daemon, "roadmap", ...below]
		.map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
		.join("/");
}

/** The page with the record of one run. */
export function runPage(id: number): string {
	return `/activity?run=${id}`;
}
