import { NightshiftError } from "../../contract/errors.ts";
import { keepTrying } from "./keep-trying.ts";
import type { DaemonLog } from "./log.ts";

/** Does something with the database until it works. */
export type Persist = <T>(operation: () => Promise<T>) => Promise<T>;

/**
 * A database that is busy, unreadable, on a full disk or newer than this program comes back, or is mended by the person:
 * so everything that needs it waits and tries on, and nothing is lost.
 */
export function persistence(options: {
	log: DaemonLog;
	/** When the daemon stops, each operation under way is given one last try. */
	signal: AbortSignal;
	/** One sentence for the status file; null: it works again. */
	onProblem: (sentence: string | null) => void;
}): Persist {
	const { log, signal, onProblem } = options;
	return (operation) =>
		keepTrying(operation, {
			signal,
			isTemporary,
			onTrouble: (error, retryInMs) => {
				log.warn({ err: error, retryInMs: Math.round(retryInMs) }, "The database cannot be used; trying again");
				onProblem((error as Error).message);
			},
			onRecovered: () => {
				log.info("The database can be used again");
				onProblem(null);
			},
		});
}

function isTemporary(error: unknown): boolean {
	return error instanceof NightshiftError && (error.code === "database-unavailable" || error.code === "database-newer");
}
