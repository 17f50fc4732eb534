import { promisify } from "node:util";
import treeKill from "tree-kill";
import { areGone, endMembers, KILL_GRACE_MS } from "../process-table/end-members.ts";
import { type Kill, sendSignal } from "../process-table/signals.ts";
import { processTable } from "../process-table/table.ts";
import type { ProcessInfo, ProcessTable } from "../process-table/types.ts";
import { waitUntil, within } from "../process-table/wait-until.ts";
import { type Identity, isOfAnotherBoot, isStillAlive, verifyIdentity } from "./identity.ts";
import { membersOf } from "./tree.ts";

export interface StopOptions {
	signal: NodeJS.Signals;
	/** How long the tree has after the polite signal. */
	timeoutMs: number;
	/** The same as a moment of `performance.now()`, asked again and again: a stop under way can be hastened. */
	deadline?: () => number;
	table?: ProcessTable;
	kill?: Kill;
	/** Called when politeness has run out. */
	onForce?: () => void;
	/** Where there are no signals: asks the instance to end by other means, and is used instead of `signal`. */
	ask?: (instance: string) => Promise<void>;
	/** Where there are no signals: ends a process and its descendants by force. */
	killTree?: (pid: number) => Promise<void>;
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
	if (options.ask) return stopByAsking(identity, { ...options, ask: options.ask });

	const members = await membersOf(identity, [], table);
	const deadline = options.deadline ?? within(timeoutMs);
	await signalOwnGroup(identity, signal, table, kill);
	await waitUntil(() => areGone([identity], table), deadline);
	return endTheRest(identity, members, deadline, options);
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
	if (isOfAnotherBoot(identity, await table.boot())) return { stopped: true, forced: false, survivors: [] };
	const others = seen.filter((one) => one.pid !== identity.pid);
	const nobody = { ...identity, pid: 0 };
	return endTheRest(nobody, others, within(timeoutMs), options);
}

/** Every member that is not the living daemon's group. */
async function endTheRest(
	identity: Identity,
	known: readonly ProcessInfo[],
	deadline: () => number,
	{ signal, table = processTable, kill, onForce }: StopOptions,
): Promise<StopResult> {
	const find = (earlier: readonly ProcessInfo[]) => membersOf(identity, earlier, table);
	const { forced, survivors } = await endMembers(known, { find, signal, deadline, table, kill, onForce });
	return { stopped: !forced || !(await isStillAlive(identity, table)), forced, survivors };
}

async function signalOwnGroup(
	identity: Identity,
	signal: NodeJS.Signals,
	table: ProcessTable,
	kill: Kill,
): Promise<void> {
	const info = await table.read(identity.pid);
	if (info?.startTime !== identity.startTime) return;
	const leadsItsGroup = info.pgid === identity.pid;
	kill(leadsItsGroup ? -identity.pid : identity.pid, signal);
}

/**
 * Windows has no signals: the daemon is asked by a file, which it need not understand. What is still there at the deadline
 * is ended by `taskkill /T /F`, and what broke away from it by its own number.
 */
async function stopByAsking(
	identity: Identity,
	options: StopOptions & Required<Pick<StopOptions, "ask">>,
): Promise<StopResult> {
	const { table = processTable, timeoutMs, ask, onForce, killTree = forceTree } = options;
	const members = await membersOf(identity, [], table);
	const deadline = options.deadline ?? within(timeoutMs);
	await ask(identity.instance);
	const isGone = () => areGone([identity], table);
	if (await waitUntil(isGone, deadline)) return endTheRest(identity, members, deadline, options);
	onForce?.();
	await killTree(identity.pid);
	await waitUntil(isGone, within(KILL_GRACE_MS));
	const rest = await endTheRest(identity, members, deadline, { ...options, onForce: () => undefined });
	return { ...rest, stopped: await isGone(), forced: true };
}

/** On Windows: `taskkill /pid PID /T /F`. */
function forceTree(pid: number): Promise<void> {
	return promisify<number, string>(treeKill)(pid, "SIGKILL");
}
