import type { Alert, AlertKind } from "../alerts/alert.ts";
import type { Urgency } from "../config/notify-types.ts";
import { visibleText } from "../contract/visible-text.ts";
import { clip, oneLine } from "../text/cut.ts";
import type { Telling } from "./message.ts";

/** A person has to act before anything goes on: high. What goes on by itself: normal. What is over: low. */
const URGENCY: Record<AlertKind, Urgency> = {
	crash: "normal",
	"gave-up": "high",
	hang: "high",
	"disk-full": "critical",
	"log-lost": "high",
	recovered: "low",
	"held-back": "normal",
};
/** Problems that pages show under their own id, without the word `alert:` before it. */
const SHOWN_AS_PROBLEM: ReadonlySet<AlertKind> = new Set(["disk-full", "log-lost"]);

/** What is told of an alert. Its key has its time: the same may happen again, and is then told again. */
export function tellingOfAlert({ kind, subject, daemon, title, text, at, page }: Alert): Telling {
	return {
		event: "alert",
		key: `alert:${subject}:${kind}:${at}`,
		urgency: URGENCY[kind],
		title: visibleText(oneLine(title, 200)),
		text: visibleText(clip(text, 1_200)),
		link: page,
		daemon,
		// Of an open page's own notification and this one, the later takes the place of the earlier.
		tag: SHOWN_AS_PROBLEM.has(kind) || subject === "disk" ? subject : `alert:${subject}`,
	};
}

/** The beginning of the keys of all that was told of a subject. */
export function keysOfSubject(subject: string): string {
	return `alert:${subject}:`;
}
