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

/** Ends a process that the test started, if it still runs. */
export function end(pid: number | undefined | null): void {
	if (!pid) return;
	try {
		process.kill(pid, "SIGKILL");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}
