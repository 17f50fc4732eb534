import type { Chosen } from "./window.ts";

/** What the person looks at. It is in the address, so that links, reload and the back button work. */
export interface Choice {
	/** Null: the first daemon there is. */
	daemon: string | null;
	range: Chosen;
}

/** The address of a choice. */
export function historyPage({ daemon, range }: Choice): string {
	const params = new URLSearchParams();
	if (daemon !== null) params.set("daemon", daemon);
	if (typeof range === "string") params.set("range", range);
	else {
		params.set("from", new Date(range.from).toISOString());
		params.set("to", new Date(range.to).toISOString());
	}
	return `/history?${params}`;
}
