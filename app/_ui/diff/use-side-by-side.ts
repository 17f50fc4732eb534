"use client";

import { useCallback, useState, useSyncExternalStore } from "react";

/** Narrower than this, two columns of code are none. */
const WIDE = "(min-width: 1000px)";
const KEY = "nightshift.diff.side-by-side";

/** Whether diffs are shown side by side: as this person chose, and only where there is room. */
export function useSideBySide(): { room: boolean; split: boolean; choose: (split: boolean) => void } {
	const room = useSyncExternalStore(
		subscribe,
		() => window.matchMedia(WIDE).matches,
		() => false,
	);
	const [chosen, setChosen] = useState<boolean | null>(null);
	const kept = useSyncExternalStore(
		() => () => {},
		() => readKept(),
		() => false,
	);
	const choose = useCallback((split: boolean) => {
		setChosen(split);
		try {
			window.localStorage.setItem(KEY, split ? "yes" : "no");
		} catch {
			// A browser that keeps nothing: the choice holds for this page.
		}
	}, []);
	return { room, split: room && (chosen ?? kept), choose };
}

function subscribe(onChange: () => void): () => void {
	const query = window.matchMedia(WIDE);
	query.addEventListener("change", onChange);
	return () => query.removeEventListener("change", onChange);
}

function readKept(): boolean {
	try {
		return window.localStorage.getItem(KEY) === "yes";
	} catch {
		return false;
	}
}
