import type { DaemonStatus, LastExit } from "../contract/daemon.ts";
import type { DaemonExit } from "../supervisor/daemon-context.ts";
import { oneLine } from "../text/cut.ts";
import { thin } from "./thin.ts";

/** One end of one instance, as it is kept; or several of the same cause, without their details. */
export interface End {
	/** Unix milliseconds; of several, the last. */
	at: number;
	count: number;
	cause: LastExit["cause"];
	asked: boolean;
	instance: string | null;
	code: number | null;
	signal: string | null;
	forced: boolean | null;
	ranMs: number | null;
	decision: string | null;
}

/** Longer words belong into the activity. */
const MAX_DECISION = 300;

export function endOf({ instance, exit, asked, ranMs, decision }: DaemonExit): End {
	const ran = ranMs === null ? null : Math.round(ranMs);
	return { ...howOf(exit), asked, count: 1, instance, ranMs: ran, decision: oneLine(decision, MAX_DECISION) };
}

/** The last end that is on record in the state directory, or null. Its instance is not known any more. */
export function lastEndOf({ lastExit }: DaemonStatus): End | null {
	if (!lastExit) return null;
	const asked = lastExit.cause === "user" || lastExit.cause === "update";
	return { ...howOf(lastExit), asked, count: 1, instance: null, ranMs: null, decision: null };
}

/** Fewer ends that say almost the same: of those before the newest `most`, one for each cause, with their number. */
export function thinEnds(ends: readonly End[], most: number): End[] {
	const same = (a: End, b: End) => a.cause === b.cause && a.asked === b.asked;
	return thin(ends, most, same).map((end) => (end.count === 1 ? end : { ...end, ...NO_DETAILS }));
}

const NO_DETAILS = { instance: null, code: null, signal: null, forced: null, ranMs: null, decision: null };

function howOf({
	at,
	cause,
	code,
	signal,
	forced,
}: LastExit): Pick<End, "at" | "cause" | "code" | "signal" | "forced"> {
	return { at: Date.parse(at), cause, code, signal, forced };
}
