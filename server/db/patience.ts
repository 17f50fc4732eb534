import { setTimeout as delay } from "node:timers/promises";
import { isBusy } from "./errors.ts";

/** How long to wait for another process's write, before the database counts as unavailable. */
export const BUSY_TIMEOUT_MS = 5_000;

/**
 * How long SQLite itself may wait within one call. It waits by blocking the thread, so the bulk of the waiting is done
 * here, between calls: a stuck lock then costs the waiting request its time, and everything else nothing.
 */
export const BLOCKING_WAIT_MS = 20;

/**
 * Does `attempt`, again and again while another process holds the lock, for at most `limitMs`.
 * @throws the last error, or at once any error that is not about a lock.
 */
export async function patiently<T>(attempt: () => T | Promise<T>, limitMs = BUSY_TIMEOUT_MS): Promise<T> {
	const until = performance.now() + limitMs;
	for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
		try {
			return await attempt();
		} catch (error) {
			if (!isBusy(error) || performance.now() > until) throw error;
		}
		// Unequal pauses, so that waiting processes do not meet again and again.
		await delay(pause * (0.5 + Math.random()));
	}
}
