"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";

/** What the page says it shows, when its address does not tell. */
let told: string | null = null;
const listeners = new Set<() => void>();

function tell(link: string | null): void {
	told = link;
	for (const listener of listeners) listener();
}

/**
 * Says which item is before the person's eyes, by the link that would lead there: `/inbox?ticket=Q-17`. For pages that show
 * one without naming it in their address; null: the address says it.
 */
export function useShows(link: string | null): void {
	useEffect(() => {
		if (link === null) return;
		tell(link);
		return () => tell(null);
	}, [link]);
}

/** What the page shows now: a path and its query. */
export function useShown(): string {
	const path = usePathname();
	const query = useSearchParams().toString();
	const link = useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => told,
		() => null,
	);
	return link ?? (query === "" ? path : `${path}?${query}`);
}
