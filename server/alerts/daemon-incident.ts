import type { DaemonStatus } from "../contract/daemon.ts";
import type { Alert } from "./alert.ts";

/** What goes wrong with one daemon at the moment. */
export interface DaemonIncident {
	/** Null while it runs steadily, or is not wanted to run. */
	crash: { gaveUp: boolean; crashes: number } | null;
	hung: boolean;
}

export const NO_INCIDENT: DaemonIncident = { crash: null, hung: false };

export type DaemonEvent =
	/**
	 * It ended; `bad`: nobody asked it to, and it did not say that all is well. `how` it ended is true for good; the
	 * `decision` holds until the next thing happens. `status` is what the supervisor made of it.
	 */
	| { type: "exit"; bad: boolean; how: string; decision: string; status: Status }
	| { type: "status"; status: Status }
	/** Up for so long that what was before is forgotten. */
	| { type: "stable" }
	| { type: "hang"; diagnosis: string };
type Status = Pick<DaemonStatus, "phase" | "health" | "desired" | "reason">;

/** To be said, or to be taken back without a word. */
export type Outcome = { say: Pick<Alert, "kind" | "subject" | "severity" | "title" | "text"> } | { withdraw: string };

/**
 * What follows from an event: a row of crashes is told once, and again when the supervisor gives up or the daemon has
 * recovered. What a person does about it (stop, start anew) needs no word. Pure.
 */
export function stepIncident(
	name: string,
	before: DaemonIncident,
	event: DaemonEvent,
): { incident: DaemonIncident; outcomes: Outcome[] } {
	switch (event.type) {
		case "exit":
			return event.bad ? crashed(name, before, event) : stay(before);
		case "status": {
			const crash = afterStatus(name, before, event.status);
			const hang = afterHealth(name, crash.incident, event.status);
			return { incident: hang.incident, outcomes: [...crash.outcomes, ...hang.outcomes] };
		}
		case "stable":
			return before.crash ? recovered(name, before, before.crash.crashes) : stay(before);
		case "hang":
			return before.hung ? stay(before) : hung(name, before, event.diagnosis);
	}
}

/** The subjects under which a daemon's incidents are told. */
export function crashSubject(name: string): string {
	return `daemon:${name}`;
}
export function hangSubject(name: string): string {
	return `hang:${name}`;
}

type Step = ReturnType<typeof stepIncident>;

function stay(incident: DaemonIncident): Step {
	return { incident, outcomes: [] };
}

function crashed(
	name: string,
	before: DaemonIncident,
	{ how, decision, status }: Extract<DaemonEvent, { type: "exit" }>,
): Step {
	const crashes = (before.crash?.crashes ?? 0) + 1;
	if (isGivenUp(status)) return gaveUp(name, before, crashes, decision);
	const incident = { ...before, crash: { gaveUp: false, crashes } };
	if (before.crash && !before.crash.gaveUp) return stay(incident);
	// It stays on the pages while the daemon is tried again, so it says what happened and not what is under way.
	const say = { kind: "crash", severity: "warning", title: `${name} crashed`, text: `${how}.` } as const;
	return { incident, outcomes: [{ say: { ...say, subject: crashSubject(name) } }] };
}

function afterStatus(name: string, before: DaemonIncident, status: Status): Step {
	const { crash } = before;
	if (isGivenUp(status)) {
		return crash?.gaveUp ? stay(before) : gaveUp(name, before, crash?.crashes ?? 0, status.reason ?? "");
	}
	// A person has stopped it, or started it anew.
	const isOver = crash && (crash.gaveUp || status.desired === "down");
	return isOver ? { incident: { ...before, crash: null }, outcomes: [{ withdraw: crashSubject(name) }] } : stay(before);
}

function gaveUp(name: string, before: DaemonIncident, crashes: number, reason: string): Step {
	const title = `${name} is not started again`;
	const say = { kind: "gave-up", severity: "error", title, text: reason, subject: crashSubject(name) } as const;
	return { incident: { ...before, crash: { gaveUp: true, crashes } }, outcomes: [{ say }] };
}

function recovered(name: string, before: DaemonIncident, crashes: number): Step {
	const text = crashes === 1 ? "It had crashed once." : `It had crashed ${crashes} times.`;
	const say = { kind: "recovered", severity: "info", title: `${name} runs steadily again`, text } as const;
	return { incident: { ...before, crash: null }, outcomes: [{ say: { ...say, subject: crashSubject(name) } }] };
}

function hung(name: string, before: DaemonIncident, diagnosis: string): Step {
	const say = { kind: "hang", severity: "warning", title: `${name} does not respond`, text: diagnosis } as const;
	return { incident: { ...before, hung: true }, outcomes: [{ say: { ...say, subject: hangSubject(name) } }] };
}

function afterHealth(name: string, before: DaemonIncident, { phase, health }: Status): Step {
	if (!before.hung || (phase === "running" && health === "hung")) return stay(before);
	const incident = { ...before, hung: false };
	// It was ended: whatever that means is told as an end.
	if (phase !== "running") return { incident, outcomes: [{ withdraw: hangSubject(name) }] };
	const say = { kind: "recovered", severity: "info", title: `${name} responds again`, text: "" } as const;
	return { incident, outcomes: [{ say: { ...say, subject: hangSubject(name) } }] };
}

function isGivenUp({ phase }: Status): boolean {
	return phase === "failed" || phase === "conflict";
}
