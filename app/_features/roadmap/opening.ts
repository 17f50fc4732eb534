"use client";

import { createContext, useContext } from "react";

/** Opens an item. By key the focus goes to it too, as a reader would follow. */
export type Open = (ref: string, byKey: boolean) => void;

const Opening = createContext<Open>(() => {});
export const OpeningProvider = Opening.Provider;

/** How the page opens an item. */
export function useOpen(): Open {
	return useContext(Opening);
}
