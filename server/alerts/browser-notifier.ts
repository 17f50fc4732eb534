import type { Change } from "../contract/state.ts";
import type { Notifier } from "./alert.ts";

/**
 * Shows alerts above every page for as long as they hold, through the live state. What the dashboard shows as a problem by
 * itself (a full disk, a lost log) is not shown twice.
 */
export function browserNotifier(apply: (change: Change) => void): Notifier {
	const shown = new Set<string>();
	const clear = (subject: string) => {
		if (shown.delete(subject)) apply({ type: "problem-gone", id: idOf(subject) });
	};
	return {
		name: "browser",
		notify({ kind, subject, severity, title, text, at, page }) {
			if (kind === "recovered") return clear(subject);
			if (kind === "disk-full" || kind === "log-lost" || severity === "info") return;
			shown.add(subject);
			const sentence = text === "" ? `${title}.` : `${title}: ${text}`;
			apply({ type: "problem", problem: { id: idOf(subject), severity, text: sentence, since: at, page } });
		},
		withdraw: clear,
	};
}

function idOf(subject: string): string {
	return `alert:${subject}`;
}
