import type { DaemonStatus } from "../../contract/daemon.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { type Address, callApi } from "./request.ts";

export type Action = "start" | "stop" | "restart";

/** The most that one request may wait, in seconds. */
const LONGEST_WAIT = 60;
/** How much later than that its answer may come. */
const SLACK_MS = 5_000;

/** How one daemon took it. */
export type Outcome = { name: string; status: DaemonStatus } | { name: string; error: unknown };

/** Starts, stops or restarts daemons side by side. One that fails does not keep the others from it. */
export function actOnAll(
	address: Address,
	action: Action,
	names: readonly string[],
	timeoutMs: number | null,
): Promise<Outcome[]> {
	return Promise.all(
		names.map(async (name) => {
			try {
				return { name, status: await act(address, action, name, timeoutMs) };
			} catch (error) {
				return { name, error };
			}
		}),
	);
}

/**
 * Acts on one daemon and waits until it has settled, at most `timeoutMs`; then its status is as it is. Without a limit a
 * stop is waited for until its end, which force brings about.
 */
async function act(address: Address, action: Action, name: string, timeoutMs: number | null): Promise<DaemonStatus> {
	const deadline = timeoutMs === null ? Number.POSITIVE_INFINITY : Date.now() + timeoutMs;
	for (;;) {
		const wait = Math.min(LONGEST_WAIT, Math.max(0, Math.ceil((deadline - Date.now()) / 1000)));
		const path = `/api/v1/daemons/${encodeURIComponent(name)}/${action}?wait=${wait}`;
		const status = await callApi<DaemonStatus>(address, "POST", path, wait * 1000 + SLACK_MS);
		// Only a stop may be asked again: it joins the one under way.
		if (action !== "stop" || status.phase !== "stopping" || Date.now() >= deadline) return status;
	}
}

/** Why a daemon is not what the action was to make it, in one sentence; null when it is. */
export function complaintOf(outcome: Outcome, action: Action): string | null {
	const { name } = outcome;
	if ("error" in outcome) {
		if (!(outcome.error instanceof NightshiftError)) throw outcome.error;
		return outcome.error.message;
	}
	const { phase, reason, forceAt } = outcome.status;
	const because = reason ? `: ${reason}` : ".";
	if (action === "stop") {
		if (phase === "stopping") return `${name} is still stopping${forceAt ? `; force is used at ${forceAt}` : ""}.`;
		return phase === "stop-failed" || phase === "running" ? `${name} could not be stopped${because}` : null;
	}
	if (phase === "running" || phase === "exited") return null;
	return phase === "starting" ? `${name} is still starting${because}` : `${name} does not run${because}`;
}
