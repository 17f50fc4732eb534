"use client";

import { usePathname, useRouter } from "next/navigation";
import { useCallback, useEffect } from "react";
import { liveStore } from "../_live/store.ts";
import { announce } from "../_ui/announcer.tsx";

/** The path that was asked for and is not shown yet. */
let leavingFor: string | null = null;

/** True while another page is on its way: what would change the address now would call it off. */
export function isLeaving(): boolean {
	return leavingFor !== null;
}

/**
 * Goes to another page of the dashboard without a reload. While the connection is lost it stays: the page could not be
 * fetched, and the browser's own error page would take the place of what is known.
 */
export function useGo(): (href: string, options?: { scroll?: boolean }) => void {
	const router = useRouter();
	return useCallback(
		(href, options) => {
			if (liveStore.getState().connection.status === "lost") {
				announce("The dashboard does not answer, so the page cannot be opened yet.");
				return;
			}
			const path = href.split("?", 1)[0] ?? href;
			if (path !== window.location.pathname) leavingFor = path;
			router.push(href, options);
		},
		[router],
	);
}

/** Notices that the page asked for is there. Used once, by the shell. */
export function useArrivals(): void {
	const path = usePathname();
	useEffect(() => {
		if (path === leavingFor) leavingFor = null;
	}, [path]);
}
