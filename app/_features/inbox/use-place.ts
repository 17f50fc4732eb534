"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type Tab = "pending" | "answered";

/** Where in the inbox the person is. It is in the address, so that links, reload and the back button work. */
export interface Place {
	tab: Tab;
	/** The question that was opened; null: none yet. */
	ticket: string | null;
}

/** The present place and how to leave for another, without asking the server for the page again. */
export function usePlace(): { place: Place; go: (place: Place, how?: "push" | "replace") => void } {
	const place = placeOf(useSearchParams());
	const go = useCallback((to: Place, how: "push" | "replace" = "push") => {
		if (how === "push") window.history.pushState(null, "", hrefOf(to));
		else window.history.replaceState(null, "", hrefOf(to));
	}, []);
	return { place, go };
}

/** Whether the address is of this place: it changes before the page does. */
export function isAt(place: Place): boolean {
	return hrefOf(place) === hrefOf(placeOf(new URLSearchParams(window.location.search)));
}

function placeOf(params: Pick<URLSearchParams, "get">): Place {
	return { tab: params.get("tab") === "answered" ? "answered" : "pending", ticket: params.get("ticket") };
}

export function hrefOf({ tab, ticket }: Place): string {
	const params = new URLSearchParams();
	if (tab === "answered") params.set("tab", tab);
	if (ticket !== null) params.set("ticket", ticket);
	const query = params.toString();
	return query === "" ? "/inbox" : `/inbox?${query}`;
}
