/** What a person is told of although they did not look. */
export type AlertKind =
	/** A daemon ended and nobody asked it to; it is started again. Told once for a row of crashes. */
	| "crash"
	/** It is left alone until a person acts. */
	| "gave-up"
	| "hang"
	| "disk-full"
	/** What a daemon writes does not arrive in its log. */
	| "log-lost"
	/** One of these is over. */
	| "recovered"
	/** It came too often: nothing more is told of it for a while. */
	| "held-back";

export interface Alert {
	kind: AlertKind;
	/** What it is about; the same from its beginning to its end: `daemon:bot`, `hang:bot`, `disk`. */
	subject: string;
	daemon: string | null;
	severity: "info" | "warning" | "error";
	/** One line: who and what. */
	title: string;
	/** What is known and what to do, in sentences; empty when the title says it all. */
	text: string;
	/** ISO 8601, UTC. */
	at: string;
	/** Where the dashboard tells more: a path. */
	page: string;
}

/**
 * A way to tell a person: the browser, the activity feed, and in time e-mail or a phone. A notifier is called for one alert
 * after the other, in order. What it throws is logged, and holds up neither the others nor supervision.
 */
export interface Notifier {
	/** For the log. */
	readonly name: string;
	notify(alert: Alert): void | Promise<void>;
	/** What was told of this subject no longer holds, and that is not worth a word: a person has acted. */
	withdraw?(subject: string): void | Promise<void>;
}
