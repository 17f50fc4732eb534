import { useCallback, useState } from "react";

const KEY = "nightshift.wrap-logs";

/** Whether long lines are broken. Kept in this browser; a narrow screen breaks them until somebody says otherwise. */
export function useWrap(): [wrap: boolean, setWrap: (wrap: boolean) => void] {
	const [wrap, set] = useState(initial);
	const setWrap = useCallback((next: boolean) => {
		set(next);
		try {
			localStorage.setItem(KEY, next ? "on" : "off");
		} catch {
			// Storage is blocked in this browser: it holds until the page is closed.
		}
	}, []);
	return [wrap, setWrap];
}

function initial(): boolean {
	if (typeof window === "undefined") return false;
	try {
		const kept = localStorage.getItem(KEY);
		if (kept !== null) return kept === "on";
	} catch {
		// As above.
	}
	return window.matchMedia("(max-width: 960px)").matches;
}
