import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import treeKill from "tree-kill";
import { carriesEntry, listProcesses, readProcess } from "../process-table/linux.ts";
import type { ProcessInfo } from "../process-table/types.ts";

/** Marks everything that one agent process starts: its value is random and new for each. */
export const AGENT_VARIABLE = "NIGHTSHIFT_AGENT";

/** How long the kernel gets to carry out a SIGKILL. */
const KILL_GRACE_MS = 2_000;
const POLL_MS = { first: 5, longest: 50 };

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
	const deadline = performance.now() + timeoutMs;
	const look = (known: readonly ProcessInfo[]) => treeOf(pid, token, known, leaderGone());
	// Before the first signal: a walk by parent fails once the parent is dead.
	let members = look([]);
	if (!leaderGone()) {
		signalGroup(pid, "SIGTERM");
		await waitUntil(leaderGone, deadline);
		members = look(members);
	}
	for (const one of members) signal(one, "SIGTERM");
	const areGone = () => {
		members = look(members);
		return members.length === 0;
	};
	await waitUntil(areGone, deadline);
	const killDeadline = performance.now() + KILL_GRACE_MS;
	// A tree that forks while it is killed needs more than one round.
	while (members.length > 0 && performance.now() < killDeadline) {
		for (const one of members) signal(one, "SIGKILL");
		await waitUntil(areGone, performance.now() + POLL_MS.longest);
	}
	return members;
}

/**
 * Ends what is left of a process group whose leader has been waited for, and nobody else: politely, and by force after
 * `graceMs`.
 */
export async function endGroup(leader: number, graceMs: number): Promise<void> {
	if (process.platform === "win32") return; // no groups there
	const rest = () => (process.platform === "linux" ? membersLeft(leader) : null);
	const isEmpty = () => rest()?.length === 0 || !signalGroup(leader, 0);
	for (const name of ["SIGTERM", "SIGKILL"] as const) {
		if (isEmpty()) return;
		const members = rest();
		if (members === null) signalGroup(leader, name);
		else for (const one of members) signal(one, name);
		await waitUntil(isEmpty, performance.now() + graceMs);
	}
}

/**
 * Signals the group of a child that has not been waited for yet, so that the number is surely its own.
 *
 * @returns false when there is no such group.
 */
export function signalGroup(leader: number, name: NodeJS.Signals | 0): boolean {
	if (process.platform === "win32") {
		treeKill(leader, name === 0 ? undefined : name);
		return true;
	}
	try {
		return process.kill(-leader, name);
	} catch (error) {
		if (!isGone(error)) throw error;
		return false;
	}
}

/** Linux: all processes but the dead and this one. */
function livingProcesses(): ProcessInfo[] {
	return listProcesses().filter((one) => !one.zombie && one.pid !== process.pid);
}

/** Linux: the living members of a group without a leader. One with its pid means that the number is somebody else's now. */
function membersLeft(leader: number): ProcessInfo[] {
	const members = livingProcesses().filter((one) => one.pgid === leader);
	return members.some((one) => one.pid === leader) ? [] : members;
}

/** Linux: the living members of an agent's tree, with those `known` from an earlier look. */
function treeOf(pid: number, token: string, known: readonly ProcessInfo[], leaderGone: boolean): ProcessInfo[] {
	const living = livingProcesses();
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
	for (let grown = true; grown; ) {
		const children = living.filter((one) => members.has(one.ppid) && !members.has(one.pid));
		for (const child of children) members.set(child.pid, child);
		grown = children.length > 0;
	}
	return [...members.values()];
}

/** Looks again and again, until it is so or the deadline (of `performance.now()`) has passed. */
async function waitUntil(isSo: () => boolean, deadline: number): Promise<void> {
	for (
		let pause = POLL_MS.first;
		!isSo() && performance.now() < deadline;
		pause = Math.min(pause * 1.5, POLL_MS.longest)
	) {
		await delay(pause);
	}
}

async function endElsewhere(pid: number, { timeoutMs, leaderGone }: EndOptions): Promise<void> {
	const kill = promisify<number, string>(treeKill);
	if (!leaderGone()) await kill(pid, "SIGTERM");
	await waitUntil(leaderGone, performance.now() + timeoutMs);
	if (!leaderGone()) await kill(pid, "SIGKILL");
	else if (process.platform !== "win32") signalGroup(pid, "SIGKILL");
}

function signal({ pid, startTime }: ProcessInfo, name: NodeJS.Signals): void {
	const now = pid < 2 ? null : readProcess(pid);
	if (now?.startTime !== startTime || now.zombie) return;
	try {
		process.kill(pid, name);
	} catch (error) {
		if (!isGone(error)) throw error;
	}
}

/** ESRCH: it ended meanwhile. EPERM: it is not ours to end, and is reported as left over. */
function isGone(error: unknown): boolean {
	const { code } = error as NodeJS.ErrnoException;
	return code === "ESRCH" || code === "EPERM";
}
