"use client";

import { type Placing as PlacingOn, usePlacing } from "../../_navigation/use-placing.ts";
import { activityPage, type Place, placeOf } from "./paths.ts";

export type Placing = PlacingOn<Place>;

/** The present place in the activity and how to leave for another. */
export function usePlace(): Placing {
	return usePlacing(placeOf, activityPage);
}
