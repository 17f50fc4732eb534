"use client";

import { useEffect, useRef } from "react";
import { visibleText } from "../../server/contract/visible-text.ts";
import { useLiveState } from "../_live/store.ts";
import { useGo } from "../_navigation/use-go.ts";
import { alertKey, newAlerts } from "./alerting.ts";
import { useNotificationChoice } from "./preference.ts";

/** Shows new alerts through the system while nobody looks at the page, where the person has asked for it. */
export function AlertNotifications() {
	const problems = useLiveState((state) => state.problems, null);
	const isOn = useNotificationChoice() === "on";
	const go = useGo();
	const known = useRef<ReadonlySet<string> | null>(null);
	useEffect(() => {
		if (!problems) return;
		const before = known.current;
		known.current = new Set(problems.map(alertKey));
		// What was there when the page was opened, or happens before one's eyes, is in sight already.
		if (!before || !isOn || document.hasFocus()) return;
		for (const problem of newAlerts(problems, before)) {
			// The same tag: of several tabs one is heard, and what follows takes the place of what was.
			const notification = new Notification("Nightshift", { body: visibleText(problem.text), tag: problem.id });
			notification.onclick = () => {
				window.focus();
				if (problem.page) go(problem.page);
				notification.close();
			};
		}
	}, [problems, isOn, go]);
	return null;
}
