"use client";

import { createContext, useContext } from "react";
import type { Place } from "./paths.ts";

/** How the page opens an item. */
export interface Opening {
	/** Where the person is now. */
	place: Place;
	/** By key the focus goes to it too, as a reader would follow. */
	open: (ref: string, byKey: boolean) => void;
}

const Context = createContext<Opening | null>(null);
export const OpeningProvider = Context.Provider;

export function useOpening(): Opening {
	const opening = useContext(Context);
	if (!opening) throw new Error("An item's link stands outside the roadmap.");
	return opening;
}
