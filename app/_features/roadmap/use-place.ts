"use client";

import { type Placing as PlacingOn, usePlacing } from "../../_navigation/use-placing.ts";
import { type Place, placeOf, roadmapPage } from "./paths.ts";

export type Placing = PlacingOn<Place>;

/** The present place on the roadmap and how to leave for another. */
export function usePlace(): Placing {
	return usePlacing(placeOf, roadmapPage);
}
