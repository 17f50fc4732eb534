import { processTable } from "../../process-table/table.ts";
import type { ProcessTable } from "../../process-table/types.ts";
import type { Vitals } from "../vitals.ts";

/** A process that uses this much of a core computes; one that hangs without it waits. */
const BUSY_PERCENT = 80;

/**
 * What the system says of a process that hangs: what it seems to be doing, and what a person can do. One or two sentences.
 *
 * @param vitals of its tree, when last looked at
 */
export async function diagnoseHang(
	pid: number,
	{ cpuPercent }: Vitals,
	table: Pick<ProcessTable, "doing"> = processTable,
): Promise<string> {
	const doing = await table.doing(pid);
	if (doing?.state === "stopped") {
		return `Process ${pid} has been stopped by a signal; "kill -CONT ${pid}" lets it go on.`;
	}
	if (doing?.state === "traced") return `Process ${pid} is held by a debugger; detach that, and it goes on.`;
	if (doing?.state === "blocked") {
		const where = doing.kernelWait ? ` (in ${doing.kernelWait})` : "";
		return `Process ${pid} waits in the kernel${where}, most likely for a disk or a network file system; it cannot be ended before that answers.`;
	}
	if (cpuPercent !== null && cpuPercent >= BUSY_PERCENT) {
		return `Process ${pid} uses ${Math.round(cpuPercent)} % of a core: it computes, perhaps in a loop without end. Its log may say what; restart it if it should not.`;
	}
	const where = doing?.kernelWait ? ` (in ${doing.kernelWait})` : "";
	return `Process ${pid} lives and waits for something${where}. Its log may say what; restart it if it should not.`;
}
