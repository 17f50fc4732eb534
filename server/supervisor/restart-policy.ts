import type { DaemonConfig } from "../config/types.ts";
import type { ExitCause } from "./exit-cause.ts";

type RestartConfig = DaemonConfig["restart"];

/**
 * The delay before the next attempt, in milliseconds: exponential in the failures in a row, capped, and spread by
 * jitter so that daemons that fell together do not rise together.
 *
 * @param failures failures in a row, from 1
 * @param random a number in [0, 1)
 */
export function backoffDelay(failures: number, backoff: RestartConfig["backoff"], random: number): number {
	const { initialMs, factor, maxMs, jitter } = backoff;
	const plain = Math.min(initialMs * factor ** (failures - 1), maxMs);
	return Math.round(plain * (1 + jitter * (2 * random - 1)));
}

export type AfterExit = "exited" | "failed" | "conflict" | "restart";

/**
 * What follows when a daemon ends that nobody asked to end.
 *
 * @param failuresInWindow failures (and, with `always`, ends too soon) within the sliding window, this one included: it also catches a program that lives
 * long enough to look started and then dies, every time
 */
export function afterExit(
	exit: { code: number | null; cause: ExitCause },
	failuresInWindow: number,
	restart: RestartConfig,
): AfterExit {
	if (exit.code === EXIT_CONFLICT) return "conflict";
	if (exit.cause === "config") return "failed"; // trying again would not mend a setting
	const succeeded = !isFailure(exit);
	if (restart.on === "never") return succeeded ? "exited" : "failed";
	if (succeeded && restart.on === "failure") return "exited";
	return failuresInWindow > restart.limit.failures ? "failed" : "restart";
}

/** A daemon that had to be ended failed, whatever it said on its way out. */
export function isFailure({ code, cause }: { code: number | null; cause: ExitCause }): boolean {
	return code !== 0 || cause === "watchdog" || cause === "oom";
}

/** sysexits.h EX_CONFIG: a daemon of ours found its configuration unusable. */
export const EXIT_CONFIG = 78;
/** sysexits.h EX_TEMPFAIL: a daemon of ours found another living instance of itself. */
export const EXIT_CONFLICT = 75;
