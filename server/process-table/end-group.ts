import { sendSignal, signalGroup, signalProcess } from "./signals.ts";
import { processTable } from "./table.ts";
import type { ProcessInfo } from "./types.ts";
import { waitUntil, within } from "./wait-until.ts";

/**
 * Ends what is left of a process group whose leader has been waited for, and nobody else: politely, and by force after
 * `graceMs`.
 */
export async function endGroup(leader: number, graceMs: number): Promise<void> {
	if (process.platform === "win32") return; // no groups there
	for (const name of ["SIGTERM", "SIGKILL"] as const) {
		if (await isEmpty(leader)) return;
		const members = await membersLeft(leader);
		if (members === null) signalGroup(leader, name);
		else for (const one of members) await signalProcess(one, name);
		await waitUntil(() => isEmpty(leader), within(graceMs));
	}
}

async function isEmpty(leader: number): Promise<boolean> {
	return !sendSignal(-leader, 0) || (await membersLeft(leader))?.length === 0;
}

/**
 * The living members of a group without a leader. One with its pid means that the number is somebody else's now. Null
 * where the table cannot be read cheaply enough to look so often.
 */
async function membersLeft(leader: number): Promise<ProcessInfo[] | null> {
	if (process.platform !== "linux") return null;
	const living = (await processTable.list()).filter((one) => !one.zombie && one.pid !== process.pid);
	const members = living.filter((one) => one.pgid === leader);
	return members.some((one) => one.pid === leader) ? [] : members;
}
