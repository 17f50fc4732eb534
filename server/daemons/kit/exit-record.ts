import { renameSync, writeFileSync } from "node:fs";

/** Something went wrong that a restart may mend. */
export const EXIT_FAILED = 1;
/** EX_TEMPFAIL of sysexits.h: another instance holds the lock. */
export const EXIT_HELD = 75;
/** EX_CONFIG of sysexits.h: no restart mends it, so the supervisor does not try. */
export const EXIT_CONFIG = 78;

/**
 * Leaves `exit.json` on every way out that the process can see, for a supervisor that is not its parent (it was adopted)
 * and so cannot learn the exit code. SIGKILL leaves none.
 */
export function recordExit(path: string, instance: string): void {
	process.on("exit", (code) => {
		const record = { v: 1, instance, code, signal: null, at: new Date().toISOString(), by: "daemon" };
		try {
			writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
			renameSync(`${path}.new`, path);
		} catch (error) {
			console.error(`The exit record ${path} could not be written: ${(error as Error).message}`);
		}
	});
}
