import { promisify } from "node:util";
import treeKill from "tree-kill";
import { addDescendants } from "../process-table/descendants.ts";
import { endMembers } from "../process-table/end-members.ts";
import { carriesEntry, listProcesses } from "../process-table/linux.ts";
import { signalGroup } from "../process-table/signals.ts";
import type { ProcessInfo } from "../process-table/types.ts";
import { waitUntil, within } from "../process-table/wait-until.ts";

/** Marks everything that one agent process starts: its value is random and new for each. */
export const AGENT_VARIABLE = "NIGHTSHIFT_AGENT";

export interface EndOptions {
	/** How long the tree has after SIGTERM. */
	timeoutMs: number;
	/** Whether the agent's process has been waited for: its pid may be somebody else's then, and gets no signal. */
	leaderGone: () => boolean;
}

/**
 * Ends an agent's process and everything it started: its group, its descendants, and (Linux) whatever broke away but still
 * carries its token. The polite signal goes to the group first, since an agent may want to end its own commands; the rest
 * get it once the agent is gone, and whoever is left at the time-out is killed.
 *
 * @returns what could not be ended. On systems without `/proc`, where that cannot be seen, always empty.
 */
export async function endTree(
	pid: number,
	token: string,
	{ timeoutMs, leaderGone }: EndOptions,
): Promise<ProcessInfo[]> {
	if (process.platform !== "linux") {
		await endElsewhere(pid, { timeoutMs, leaderGone });
		return [];
	}
	const deadline = within(timeoutMs);
	const look = (known: readonly ProcessInfo[]) => treeOf(pid, token, known, leaderGone());
	// Before the first signal: a walk by parent fails once the parent is dead.
	const members = look([]);
	if (!leaderGone()) {
		signalGroup(pid, "SIGTERM");
		await waitUntil(leaderGone, deadline);
	}
	const { survivors } = await endMembers(members, { find: async (known) => look(known), signal: "SIGTERM", deadline });
	return survivors;
}

/** Linux: the living members of an agent's tree, with those `known` from an earlier look. */
function treeOf(pid: number, token: string, known: readonly ProcessInfo[], leaderGone: boolean): ProcessInfo[] {
	const living = listProcesses().filter((one) => !one.zombie && one.pid !== process.pid);
	// Once the leader is gone, a process with its pid is a stranger, and so is that one's group.
	const taken = leaderGone && living.some((one) => one.pid === pid);
	const members = new Map<number, ProcessInfo>();
	for (const one of living) {
		const isLeader = one.pid === pid && !leaderGone;
		const inGroup = one.pgid === pid && !taken;
		const isKnown = known.some((other) => other.pid === one.pid && other.startTime === one.startTime);
		if (isLeader || inGroup || isKnown || carriesEntry(one.pid, `${AGENT_VARIABLE}=${token}`))
			members.set(one.pid, one);
	}
	addDescendants(members, living);
	return [...members.values()];
}

async function endElsewhere(pid: number, { timeoutMs, leaderGone }: EndOptions): Promise<void> {
	const kill = promisify<number, string>(treeKill);
	if (!leaderGone()) await kill(pid, "SIGTERM");
	await waitUntil(leaderGone, within(timeoutMs));
	if (!leaderGone()) await kill(pid, "SIGKILL");
	else if (process.platform !== "win32") signalGroup(pid, "SIGKILL");
}
