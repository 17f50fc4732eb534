import type { DaemonStatus } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { oneLine } from "../print/terminal.ts";
import { type Address, callApi } from "./request.ts";

export type Action = "start" | "stop" | "restart";

/** The most that one request waits, in seconds. */
const LONGEST_WAIT = 60;
/** How much later than that its answer may come. */
const SLACK_MS = 5_000;

/** How one daemon took it. */
export type Outcome = { name: string; status: DaemonStatus } | { name: string; error: unknown };

/**
 * Starts, stops or restarts one daemon and waits until it has settled.
 *
 * @param timeoutMs when a stop uses force; undefined: when the daemon's configuration says
 */
export async function actOn(address: Address, action: Action, name: string, timeoutMs?: number): Promise<Outcome> {
	try {
		return { name, status: await act(address, action, name, timeoutMs) };
	} catch (error) {
		return { name, error };
	}
}

/** A stop is waited for until its end, which force brings about. */
async function act(address: Address, action: Action, name: string, timeoutMs?: number): Promise<DaemonStatus> {
	const timeout = timeoutMs === undefined ? "" : `&timeout=${timeoutMs}ms`;
	for (let wish = `${action}?wait=${LONGEST_WAIT}${timeout}`; ; wish = joining(action)) {
		const path = `/api/v1/daemons/${encodeURIComponent(name)}/${wish}`;
		const status = await callApi<DaemonStatus>(address, "POST", path, LONGEST_WAIT * 1000 + SLACK_MS);
		if (action === "start" || status.phase !== "stopping") return status;
	}
}

/** What joins an action under way, without beginning it again. */
function joining(action: Action): string {
	return `${action === "stop" ? "stop" : "start"}?wait=${LONGEST_WAIT}`;
}

/** Why a daemon is not what the action was to make it, in one sentence; null when it is. */
export function complaintOf(outcome: Outcome, action: Action): string | null {
	const { name } = outcome;
	if ("error" in outcome) {
		if (!(outcome.error instanceof NightshiftError)) throw outcome.error;
		return oneLine(outcome.error.message);
	}
	const { phase, reason } = outcome.status;
	const say = (what: string) => withReason(name, what, reason);
	if (action === "stop") return phase === "stop-failed" || phase === "running" ? say("could not be stopped") : null;
	if (phase === "running" || phase === "exited") return null;
	return phase === "starting" ? say("is still starting") : say("does not run");
}

/** A reason that names the daemon says all of it. */
function withReason(name: string, what: string, reason: string | null): string {
	if (!reason) return `${name} ${what}.`;
	const why = oneLine(reason);
	return why.startsWith(`${name} `) ? why : `${name} ${what}: ${why}`;
}
