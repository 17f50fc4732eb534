"use client";

import { type Placing as PlacingOn, usePlacing } from "../../_navigation/use-placing.ts";
import { hrefOf, type Place, placeOf } from "./place.ts";

export type Placing = PlacingOn<Place>;

/** The present place in the inbox and how to leave for another. */
export function usePlace(): Placing {
	return usePlacing(placeOf, hrefOf);
}

/** The question that the address names by now, which may be ahead of what is drawn; null when it names none. */
export function ticketNow(): string | null {
	return placeOf(new URLSearchParams(window.location.search)).ticket;
}

/** Whether the address is of this place: it changes before the page does. */
export function isAt(place: Place): boolean {
	return hrefOf(place) === hrefOf(placeOf(new URLSearchParams(window.location.search)));
}
