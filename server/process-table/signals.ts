import treeKill from "tree-kill";
import { processTable } from "./table.ts";
import type { ProcessInfo, ProcessTable } from "./types.ts";

/** Sends one signal; a pid below zero is a group. The seam by which a test sees what would be signalled. */
export type Kill = (pid: number, signal: NodeJS.Signals) => unknown;

/**
 * `process.kill`, refusing what would reach more than one process or group, and content when nothing is there any more.
 *
 * @returns false when nothing could be signalled: it ended meanwhile, or is not ours (the caller sees that it stays).
 */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
	if (!Number.isInteger(pid) || Math.abs(pid) < 2) throw new RangeError(`refusing to signal pid ${pid}`);
	try {
		return process.kill(pid, signal);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== "ESRCH" && code !== "EPERM") throw error;
		return false;
	}
}

/**
 * Signals the group of a child that has not been waited for yet, so that the number is surely its own.
 *
 * @returns false when there is no such group.
 */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
	if (process.platform !== "win32") return sendSignal(-leader, signal);
	treeKill(leader, signal === 0 ? undefined : signal);
	return true;
}

/** Signals a process if it still is that very one: a recycled pid is never hit. */
export async function signalProcess(
	{ pid, startTime }: Pick<ProcessInfo, "pid" | "startTime">,
	signal: NodeJS.Signals,
	table: ProcessTable = processTable,
	kill: Kill = sendSignal,
): Promise<void> {
	const now = await table.read(pid);
	if (now?.startTime === startTime && !now.zombie) kill(pid, signal);
}
