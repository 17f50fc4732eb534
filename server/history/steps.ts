import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Between two transactions of a longer work. SQLite works within the process, so that awaiting it gives nobody else a
 * turn: without this, a thousand short steps would be one long stop of everything.
 *
 * @returns whether to go on
 */
export async function mayGoOn(stop?: AbortSignal): Promise<boolean> {
	await nextTurn();
	return !stop?.aborted;
}
