import type { DaemonConfig } from "../../config/types.ts";
import type { LastExit } from "../../contract/daemon.ts";
import type { Vitals } from "../vitals.ts";
import type { Health } from "./health.ts";

/** Why a running daemon must be ended, for the record and for the person. */
export interface Condemnation {
	cause: Extract<LastExit["cause"], "watchdog" | "oom">;
	why: string;
}

/**
 * Whether a running daemon must be ended and restarted by its policy: it is hung and `live.onHang` says so, or its tree
 * uses more memory than it may. Silence alone is only reported by default: a daemon that thinks is not ill.
 */
export function condemn(
	{ live, limits, restart }: Pick<DaemonConfig, "live" | "limits" | "restart">,
	{ health, why }: Health,
	{ memoryBytes }: Vitals,
): Condemnation | null {
	const remedy = restart.on === "never" ? "ended" : "ended and started again";
	if (health === "hung" && live.onHang === "restart") {
		return { cause: "watchdog", why: `${why ?? "It hangs."} So it is ${remedy}.` };
	}
	if (limits.memoryBytes !== null && memoryBytes !== null && memoryBytes > limits.memoryBytes) {
		const [used, allowed] = [memoryBytes, limits.memoryBytes].map((bytes) => Math.round(bytes / 2 ** 20));
		return {
			cause: "oom",
			why: `Its processes use ${used} MiB, more than the ${allowed} MiB they may; it is ${remedy}.`,
		};
	}
	return null;
}
