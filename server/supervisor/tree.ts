import { addDescendants } from "../process-table/descendants.ts";
import { processTable } from "../process-table/table.ts";
import type { ProcessInfo, ProcessTable } from "../process-table/types.ts";
import type { Identity } from "./identity.ts";

/**
 * Every living process that belongs to a daemon: its descendants, its process group, and those that broke away (setsid,
 * or whose parent died) but still carry the instance token. Parents come before their children; the root is first when
 * it lives.
 *
 * `known` are members found earlier: their own descendants count as well, and they stay members while they live, even
 * when the walk no longer reaches them.
 */
export async function membersOf(
	identity: Identity,
	known: readonly ProcessInfo[] = [],
	table: ProcessTable = processTable,
): Promise<ProcessInfo[]> {
	const living = (await table.list()).filter((one) => !one.zombie && one.pid !== process.pid);
	const members = new Map<number, ProcessInfo>();
	const roots = living.filter(
		(one) =>
			(one.pid === identity.pid && one.startTime === identity.startTime) ||
			known.some((other) => other.pid === one.pid && other.startTime === one.startTime),
	);
	for (const root of roots) members.set(root.pid, root);
	addDescendants(members, living);
	for (const one of living) {
		if (members.has(one.pid) || table.isOlder(one, identity.startTime)) continue;
		const inGroup = one.pgid === identity.pid && members.has(identity.pid);
		if (inGroup || (await table.carriesInstance(one.pid, identity.instance))) members.set(one.pid, one);
	}
	addDescendants(members, living);
	return [...members.values()];
}

/** The living descendants of a process, itself included, by parent links alone: cheap enough for once a second. */
export function descendantsOf(pid: number, living: readonly ProcessInfo[]): ProcessInfo[] {
	const root = living.find((one) => one.pid === pid);
	if (!root) return [];
	const members = new Map([[pid, root]]);
	addDescendants(members, living);
	return [...members.values()];
}
