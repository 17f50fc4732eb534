import type { Trouble } from "../../agents/types.ts";
import { NightshiftError } from "../../contract/errors.ts";

/** Troubles that time or the person mends, whatever the item: they are waited out. */
const OUTAGES: ReadonlySet<Trouble> = new Set(["rate-limit", "sign-in", "network", "model", "missing"]);

/** What went wrong with an agent; null when it was something else. */
export function troubleOf(error: unknown): { trouble: Trouble; retryAfterMs: number; context: boolean } | null {
	if (!(error instanceof NightshiftError) || error.code !== "agent-failed") return null;
	const {
		trouble = "crash",
		retryAfterMs,
		room,
	} = error.details as {
		trouble?: Trouble;
		retryAfterMs?: number;
		room?: string;
	};
	return { trouble, retryAfterMs: retryAfterMs ?? 0, context: trouble === "full" && room === "context" };
}

/** Whether it is nobody's fault: neither the item's nor the agent's, as far as can be told. */
export function isOutage(error: unknown): boolean {
	const known = troubleOf(error);
	return known !== null && OUTAGES.has(known.trouble);
}
