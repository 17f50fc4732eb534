import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import treeKill from "tree-kill";
import { processTable } from "../process-table/table.ts";
import type { ProcessInfo, ProcessTable } from "../process-table/types.ts";
import { type Identity, isStillAlive, verifyIdentity } from "./identity.ts";
import { membersOf } from "./tree.ts";

/** How long the kernel gets to carry out a SIGKILL before the process counts as one that cannot be killed. */
const KILL_GRACE_MS = 2_000;
/** How often a stop looks whether the tree is gone: quick at first, since most programs end at once. */
const POLL_MS = { first: 5, longest: 100 };

export interface StopOptions {
	signal: NodeJS.Signals;
	/** How long the tree has after the polite signal. */
	timeoutMs: number;
	table?: ProcessTable;
	/** Sends one signal; the seam by which a test sees what would be signalled. */
	kill?: (pid: number, signal: NodeJS.Signals) => void;
	/** Called when politeness has run out. */
	onForce?: () => void;
}

export interface StopResult {
	/** False when the daemon itself is still alive: it could not be killed. */
	stopped: boolean;
	/** True when something had to be killed. */
	forced: boolean;
	/** What of the tree still lives, the daemon included. */
	survivors: ProcessInfo[];
}

/**
 * Ends a daemon and everything it started.
 *
 * The tree is photographed before the first signal, because a walk by parent fails once the parent is dead. The polite
 * signal goes to the daemon's whole process group, as a terminal or systemd would send it; members outside the group get
 * it once the daemon is gone. Whoever is left at the time-out is killed. Each process is verified by its start time right
 * before each signal, so a recycled pid is never hit.
 */
export async function stopTree(identity: Identity, options: StopOptions): Promise<StopResult> {
	const { signal, timeoutMs, table = processTable, kill = sendSignal } = options;
	const { verdict } = await verifyIdentity(identity, table);
	if (verdict !== "same") return endOrphans(identity, options);
	if (process.platform === "win32") return stopTreeOnWindows(identity, options);

	const members = await membersOf(identity, [], table);
	const deadline = performance.now() + timeoutMs;
	await signalGroup(identity, signal, table, kill);
	await waitUntilGone([identity], deadline, table);
	return endMembers(identity, members, deadline, options);
}

/**
 * Ends what a daemon left behind when it died: processes that still carry its instance token, and those of its tree that
 * were seen earlier. The daemon's own pid may be somebody else's by now; it gets no signal.
 */
export async function endOrphans(
	identity: Identity,
	options: StopOptions,
	seen: readonly ProcessInfo[] = [],
): Promise<StopResult> {
	const { table = processTable, timeoutMs } = options;
	if (identity.boot !== (await table.boot())) return { stopped: true, forced: false, survivors: [] };
	const others = seen.filter((one) => one.pid !== identity.pid);
	const nobody = { ...identity, pid: 0, startTime: "" };
	return endMembers(nobody, others, performance.now() + timeoutMs, options);
}

/** Politely until the deadline (of `performance.now()`), then by force: every member that is not the living daemon's group. */
async function endMembers(
	identity: Identity,
	known: readonly ProcessInfo[],
	deadline: number,
	{ signal, table = processTable, kill = sendSignal, onForce }: StopOptions,
): Promise<StopResult> {
	let members = await membersOf(identity, known, table);
	if (members.length > 0 && performance.now() < deadline) {
		for (const one of members) await signalOne(one, signal, table, kill);
		await waitUntilGone(members, deadline, table);
		members = await membersOf(identity, members, table);
	}
	if (members.length === 0) return { stopped: true, forced: false, survivors: [] };

	onForce?.();
	const killDeadline = performance.now() + KILL_GRACE_MS;
	// A tree that forks while it is killed needs more than one round.
	while (members.length > 0 && performance.now() < killDeadline) {
		for (const one of members) await signalOne(one, "SIGKILL", table, kill);
		await waitUntilGone(members, Math.min(killDeadline, performance.now() + POLL_MS.longest), table);
		members = await membersOf(identity, members, table);
	}
	return { stopped: !(await isStillAlive(identity, table)), forced: true, survivors: members };
}

/** True once all of them are gone; false at the deadline (of `performance.now()`). */
async function waitUntilGone(
	processes: readonly Pick<Identity, "pid" | "startTime">[],
	deadline: number,
	table: ProcessTable,
): Promise<boolean> {
	for (let pause = POLL_MS.first; ; pause = Math.min(pause * 1.5, POLL_MS.longest)) {
		const alive = await Promise.all(processes.map((one) => isStillAlive(one, table)));
		if (!alive.includes(true)) return true;
		if (performance.now() >= deadline) return false;
		await delay(pause);
	}
}

async function signalGroup(
	identity: Identity,
	signal: NodeJS.Signals,
	table: ProcessTable,
	kill: NonNullable<StopOptions["kill"]>,
): Promise<void> {
	const info = await table.read(identity.pid);
	if (info?.startTime !== identity.startTime) return;
	const leadsItsGroup = info.pgid === identity.pid;
	kill(leadsItsGroup ? -identity.pid : identity.pid, signal);
}

async function signalOne(
	one: ProcessInfo,
	signal: NodeJS.Signals,
	table: ProcessTable,
	kill: NonNullable<StopOptions["kill"]>,
): Promise<void> {
	const now = await table.read(one.pid);
	if (now?.startTime === one.startTime && !now.zombie) kill(one.pid, signal);
}

/** `process.kill`, refusing what would reach more than a daemon, and content when the process is gone already. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
	if (!Number.isInteger(pid) || Math.abs(pid) < 2) throw new RangeError(`refusing to signal pid ${pid}`);
	try {
		process.kill(pid, signal);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		// ESRCH: ended meanwhile. EPERM: it stays, and the caller sees and names it as a survivor.
		if (code !== "ESRCH" && code !== "EPERM") throw error;
	}
}

/** Windows has no signals: the tree is ended by `taskkill /T`, politely first where the program has a message loop. */
async function stopTreeOnWindows(identity: Identity, options: StopOptions): Promise<StopResult> {
	const { table = processTable, onForce } = options;
	onForce?.();
	await promisify<number, string>(treeKill)(identity.pid, "SIGKILL");
	const stopped = await waitUntilGone([identity], performance.now() + KILL_GRACE_MS, table);
	return { stopped, forced: true, survivors: stopped ? [] : await membersOf(identity, [], table) };
}
