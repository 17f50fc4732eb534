import { type Kill, signalProcess } from "./signals.ts";
import { processTable } from "./table.ts";
import type { ProcessInfo, ProcessTable } from "./types.ts";
import { waitUntil, within } from "./wait-until.ts";

/** How long the kernel gets to carry out a SIGKILL before a process counts as one that cannot be killed. */
export const KILL_GRACE_MS = 2_000;
/** How long a round of SIGKILLs may take before it is looked who is left. */
const KILL_ROUND_MS = 100;

export interface Ending {
	/** Who belongs to the tree right now; those who were `known` stay members while they live. */
	find: (known: readonly ProcessInfo[]) => Promise<ProcessInfo[]>;
	/** The polite signal. */
	signal: NodeJS.Signals;
	/** When politeness ends, of `performance.now()`; a stop under way can be hastened. */
	deadline: () => number;
	table?: ProcessTable;
	kill?: Kill;
	/** Called when politeness has run out. */
	onForce?: () => void;
}

/**
 * Ends every process of a tree: politely until the deadline, then by force. Each is verified by its start time right
 * before each signal.
 *
 * @param known members found earlier.
 * @returns who could not be ended, and whether anybody had to be killed.
 */
export async function endMembers(
	known: readonly ProcessInfo[],
	{ find, signal, deadline, table = processTable, kill, onForce }: Ending,
): Promise<{ forced: boolean; survivors: ProcessInfo[] }> {
	let members = await find(known);
	const round = async (name: NodeJS.Signals, until: () => number) => {
		for (const one of members) await signalProcess(one, name, table, kill);
		await waitUntil(() => areGone(members, table), until);
		members = await find(members);
	};
	while (members.length > 0 && performance.now() < deadline()) await round(signal, deadline);
	if (members.length === 0) return { forced: false, survivors: [] };

	onForce?.();
	const killDeadline = within(KILL_GRACE_MS);
	// A tree that forks while it is killed needs more than one round.
	while (members.length > 0 && performance.now() < killDeadline()) {
		await round("SIGKILL", within(KILL_ROUND_MS));
	}
	return { forced: true, survivors: members };
}

/** Whether none of these very processes lives any more. */
export async function areGone(
	processes: readonly Pick<ProcessInfo, "pid" | "startTime">[],
	table: ProcessTable = processTable,
): Promise<boolean> {
	for (const { pid, startTime } of processes) {
		const now = await table.read(pid);
		if (now && !now.zombie && now.startTime === startTime) return false;
	}
	return true;
}
