"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { activityPage, type Place, placeOf } from "./paths.ts";

export interface Placing {
	place: Place;
	/** Changes a part of the place, without asking the server for the page again. */
	go: (to: Partial<Place>, how?: "push" | "replace") => void;
}

/** The present place and how to leave for another. */
export function usePlace(): Placing {
	const query = useSearchParams().toString();
	const place = useMemo(() => placeOf(new URLSearchParams(query)), [query]);
	const go = useCallback((to: Partial<Place>, how: "push" | "replace" = "push") => {
		// As the address is by now, which may be ahead of what was drawn last.
		const address = activityPage({ ...placeOf(new URLSearchParams(window.location.search)), ...to });
		if (how === "push") window.history.pushState(null, "", address);
		else window.history.replaceState(null, "", address);
	}, []);
	return { place, go };
}
