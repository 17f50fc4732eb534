"use client";

import { Bell, BellOff } from "lucide-react";
import { turnNotificationsOff, turnNotificationsOn, useNotificationChoice } from "./preference.ts";

/** Alerts as notifications of the system, on or off; nothing where the browser has none. */
export function NotificationSwitch() {
	const choice = useNotificationChoice();
	if (choice === "unsupported") return null;
	const isOn = choice === "on";
	const Icon = isOn ? Bell : BellOff;
	return (
		<button
			type="button"
			role="switch"
			aria-checked={isOn}
			aria-label="Notifications of crashes and hangs"
			title="Tell me of crashes and hangs while I do not look at this page"
			onClick={() => (isOn ? turnNotificationsOff() : void turnNotificationsOn())}
			className="-mx-1.5 flex items-center gap-1.5 rounded-md px-1.5 py-1 text-small text-ink-2 hover:bg-raise hover:text-ink"
		>
			<Icon aria-hidden="true" size={14} strokeWidth={1.75} />
			Notifications {isOn ? "on" : "off"}
		</button>
	);
}
