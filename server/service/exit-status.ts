import type { Environment } from "../config/paths.ts";
import { type ErrorCode, NightshiftError } from "../contract/errors.ts";

/** EX_CONFIG of sysexits.h: the unit of systemd does not start again after it. */
export const GIVE_UP = 78;
const FAILED = 1;

/** Starting again by itself would only fail again: somebody has to mend or to end something first. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set(["config-invalid", "port-in-use", "state-dir-owned"]);

/**
 * The exit status of a dashboard that could not start: 1, as for every failure. Under a service manager, what starting again
 * would not mend ends with what that manager takes for a reason to leave it at that (launchd knows only success).
 */
export function statusOfFailedStart(error: unknown, env: Environment = process.env): number {
	if (!(error instanceof NightshiftError) || !HOPELESS.has(error.code) || error.details.passing) return FAILED;
	switch (env.NIGHTSHIFT_SERVICE) {
		case "systemd":
			return GIVE_UP;
		case "launchd":
			return 0;
		default:
			return FAILED;
	}
}
