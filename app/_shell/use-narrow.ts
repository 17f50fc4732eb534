import { useSyncExternalStore } from "react";

/** Below the breakpoint `desk` of the style sheet. */
const NARROW = "(width < 960px)";

/** Whether the page is laid out for a phone, also as that changes. False on the server. */
export function useNarrow(): boolean {
	return useSyncExternalStore(
		onChange,
		() => window.matchMedia(NARROW).matches,
		() => false,
	);
}

function onChange(listener: () => void): () => void {
	const query = window.matchMedia(NARROW);
	query.addEventListener("change", listener);
	return () => query.removeEventListener("change", listener);
}
