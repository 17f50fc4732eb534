import { useSyncExternalStore } from "react";
import { announce } from "../_ui/announcer.tsx";

/** Whether this browser shows alerts outside the page as well. Off until the person asks for it; kept in this browser. */
const KEY = "nightshift.notifications";
const listeners = new Set<() => void>();

export type NotificationChoice = "on" | "off" | "unsupported";

/** What holds: the person's choice, as far as the browser (still) allows it. */
export function notificationChoice(): NotificationChoice {
	if (typeof Notification === "undefined") return "unsupported";
	try {
		return localStorage.getItem(KEY) === "on" && Notification.permission === "granted" ? "on" : "off";
	} catch {
		return "unsupported"; // Storage is blocked in this browser: the choice could not be kept.
	}
}

/** Asks the browser for its permission when that was never given. */
export async function turnNotificationsOn(): Promise<void> {
	const permission = await Notification.requestPermission();
	if (permission === "granted") keep("on");
	else
		announce("The browser does not allow notifications from this address. Its settings for this site can change that.");
}

export function turnNotificationsOff(): void {
	keep("off");
}

export function useNotificationChoice(): NotificationChoice {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		notificationChoice,
		() => "unsupported",
	);
}

function keep(choice: "on" | "off"): void {
	try {
		localStorage.setItem(KEY, choice);
	} catch {
		return; // As above.
	}
	for (const listener of listeners) listener();
}
