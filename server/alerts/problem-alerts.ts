import type { Problem } from "../contract/state.ts";
import type { Alert } from "./alert.ts";

/** An alert before it is known when it is told. */
export type Draft = Omit<Alert, "at" | "page">;

/** Problems that no daemon can tell of by itself, by the ids that the log keeper gives them. */
const DISK = "disk";
const LOG_FILE = /^log-file:(.+)$/;

/** The alert that a problem is worth; null when being shown on the pages is enough. */
export function alertOf({ id, text }: Problem): Draft | null {
	const error = { subject: id, severity: "error", text } as const;
	if (id === DISK) return { ...error, kind: "disk-full", daemon: null, title: "The disk is full" };
	const daemon = LOG_FILE.exec(id)?.[1];
	return daemon ? { ...error, kind: "log-lost", daemon, title: `What ${daemon} logs does not arrive` } : null;
}

/** What is said when such a problem is over. */
export function recoveryOf(id: string): Draft | null {
	const info = { kind: "recovered", subject: id, severity: "info", text: "" } as const;
	if (id === DISK) return { ...info, daemon: null, title: "The disk has room again" };
	const daemon = LOG_FILE.exec(id)?.[1];
	return daemon ? { ...info, daemon, title: `What ${daemon} logs arrives again` } : null;
}
