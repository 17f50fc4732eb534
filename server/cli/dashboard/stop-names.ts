import type { DaemonStatus } from "../../contract/daemon.ts";

/**
 * The daemons that a stop is about: those named, else those that run, and those that are wanted up and would be back with
 * the next dashboard.
 */
export function namesToStop(daemons: readonly DaemonStatus[], names: readonly string[]): readonly string[] {
	if (names.length > 0) return names;
	return daemons.filter(({ pid, desired }) => pid !== null || desired === "up").map(({ name }) => name);
}
