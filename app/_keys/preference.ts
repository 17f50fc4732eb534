import { useSyncExternalStore } from "react";

/**
 * Single-key shortcuts can be turned off, for those who dictate or whose keyboard has no letters where these are
 * (WCAG 2.1.4). Kept in this browser.
 */
const KEY = "nightshift.single-keys";
const listeners = new Set<() => void>();

export function keysOn(): boolean {
	try {
		return localStorage.getItem(KEY) !== "off";
	} catch {
		return true; // Storage is blocked in this browser; the keys work as they come.
	}
}

export function setKeysOn(on: boolean): void {
	try {
		localStorage.setItem(KEY, on ? "on" : "off");
	} catch {
		return; // As above: the choice cannot be kept, so it is not pretended.
	}
	for (const listener of listeners) listener();
}

export function useKeysOn(): boolean {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		keysOn,
		() => true,
	);
}
