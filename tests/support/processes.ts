import { processTable } from "../../server/process-table/table.ts";
import type { ProcessInfo } from "../../server/process-table/types.ts";

/** Living processes whose environment at start holds this instance token. */
export async function carriersOf(instance: string): Promise<ProcessInfo[]> {
	const living = (await processTable.list()).filter((one) => !one.zombie);
	const carries = await Promise.all(living.map((one) => processTable.carriesInstance(one.pid, instance)));
	return living.filter((_, index) => carries[index] === true);
}

export async function isAlive(pid: number): Promise<boolean> {
	const info = await processTable.read(pid);
	return info !== null && !info.zombie;
}

/**
 * Sends a signal to a process that has to be there.
 *
 * @throws when there is none: the system would send it to the test's own group instead, and end the whole run unsaid
 */
export function send(pid: number | undefined | null, signal: NodeJS.Signals): void {
	if (!pid) throw new Error(`There is no process to send ${signal} to`);
	process.kill(pid, signal);
}

/** Ends a process that the test started, if it still runs. */
export function end(pid: number | undefined | null): void {
	if (!pid) return;
	try {
		process.kill(pid, "SIGKILL");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}
