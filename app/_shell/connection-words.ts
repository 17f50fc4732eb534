import type { Connection } from "../_live/store.ts";
import { clockTime } from "../_words/time.ts";

/** A connection that comes back within this time is not worth a word. */
const QUIET_MS = 1_500;
/** A restart is over by then: what is still away does not come back by itself. */
const PATIENT_MS = 30_000;
const WHAT_TO_DO = "If it stays like this, run “nightshift start” in a terminal.";

/**
 * What is to be said of the connection at `now` (unix milliseconds), empty when it is as it should be.
 * `empty`: no state was ever shown, and the page says by itself how to sign in.
 */
export function connectionWords(connection: Connection, empty: boolean, now: number): string {
	switch (connection.status) {
		case "online":
		case "connecting":
			return "";
		case "signed-out":
			if (empty) return "This browser is signed out.";
			return "This browser is signed out. Sign in again: run “bin/nightshift open” in a terminal.";
		case "lost": {
			const away = now - connection.since;
			if (away < QUIET_MS) return "";
			const what =
				connection.lastHeard === null
					? "The dashboard does not answer."
					: `Connection lost; showing the state of ${clockTime(connection.lastHeard, now)}.`;
			return away < PATIENT_MS ? `${what} Trying again…` : `${what} Trying again… ${WHAT_TO_DO}`;
		}
	}
}
