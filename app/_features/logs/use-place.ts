"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** Where in the logs the person is. It is in the address, so that links, reload and the back button work. */
export interface Place {
	/** Null: the first daemon there is. */
	daemon: string | null;
	/** What is searched for; null: nothing. */
	search: string | null;
	/** A line to look at with those around it; null: the end of the log, live. */
	at: number | null;
}

/** The present place and how to leave for another, without asking the server for the page again. */
export function usePlace(): { place: Place; go: (place: Place, how?: "push" | "replace") => void } {
	const params = useSearchParams();
	const at = params.get("at");
	const place: Place = {
		daemon: params.get("daemon"),
		search: params.get("search") || null,
		at: at !== null && /^-?\d{1,15}$/.test(at) ? Number(at) : null,
	};
	const go = useCallback((to: Place, how: "push" | "replace" = "push") => {
		if (how === "push") window.history.pushState(null, "", logsPage(to));
		else window.history.replaceState(null, "", logsPage(to));
	}, []);
	return { place, go };
}

/** The address of a place in the logs. */
export function logsPage({ daemon, search = null, at = null }: Partial<Place>): string {
	const params = new URLSearchParams();
	if (daemon) params.set("daemon", daemon);
	if (search) params.set("search", search);
	if (at !== null) params.set("at", String(at));
	const query = params.toString();
	return query === "" ? "/logs" : `/logs?${query}`;
}
