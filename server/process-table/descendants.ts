import type { ProcessInfo } from "./types.ts";

/** Adds to the members every living process that descends from one of them, by parent links; parents come first. */
export function addDescendants(members: Map<number, ProcessInfo>, living: readonly ProcessInfo[]): void {
	const children = new Map<number, ProcessInfo[]>();
	for (const one of living) {
		const siblings = children.get(one.ppid);
		if (siblings) siblings.push(one);
		else children.set(one.ppid, [one]);
	}
	const queue = [...members.keys()];
	for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
		for (const child of children.get(pid) ?? []) {
			if (members.has(child.pid)) continue;
			members.set(child.pid, child);
			queue.push(child.pid);
		}
	}
}
