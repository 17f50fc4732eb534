import type { NewActivity } from "../contract/activity.ts";
import type { AlertKind, Notifier } from "./alert.ts";

/** What the supervisor does not write into the activity feed by itself. */
const RECORDED: ReadonlySet<AlertKind> = new Set(["disk-full", "log-lost", "recovered", "held-back"]);

/** Keeps alerts in the activity feed, so that they can be read later. */
export function activityNotifier(record: (entry: NewActivity) => void): Notifier {
	return {
		name: "activity",
		notify({ kind, subject, daemon, title, text, at }) {
			// The supervisor says itself that a daemon responds again.
			if (!RECORDED.has(kind) || (kind === "recovered" && subject.startsWith("hang:"))) return;
			const isGood = kind === "recovered";
			record({
				kind: isGood ? "daemon" : "problem",
				title,
				detail: text || null,
				daemon,
				at,
				outcome: isGood ? "ok" : "failed",
			});
		},
	};
}
