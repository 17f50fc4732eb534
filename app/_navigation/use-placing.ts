"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

/** Where on a page the person is, and how to leave for another place on it. */
export interface Placing<Place> {
	place: Place;
	/** Changes a part of the place, without asking the server for the page again. */
	go: (to: Partial<Place>, how?: "push" | "replace") => void;
}

/**
 * The place that the address names. Both functions must stay the same for as long as the component is there.
 *
 * @param placeOf reads a place from the query of an address
 * @param addressOf writes it
 */
export function usePlacing<Place extends object>(
	placeOf: (query: URLSearchParams) => Place,
	addressOf: (place: Place) => string,
): Placing<Place> {
	const query = useSearchParams().toString();
	const place = useMemo(() => placeOf(new URLSearchParams(query)), [query, placeOf]);
	const go = useCallback(
		(to: Partial<Place>, how: "push" | "replace" = "push") => {
			// As the address is by now, which may be ahead of what was drawn last.
			const address = addressOf({ ...placeOf(new URLSearchParams(window.location.search)), ...to });
			if (how === "push") window.history.pushState(null, "", address);
			else window.history.replaceState(null, "", address);
		},
		[placeOf, addressOf],
	);
	return { place, go };
}
