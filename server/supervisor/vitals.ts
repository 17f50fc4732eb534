import pidusage from "pidusage";

export interface Vitals {
	/** 100 is one core; null until two samples tell a rate. */
	cpuPercent: number | null;
	/** Resident bytes; memory shared within the tree counts once for each process. */
	memoryBytes: number | null;
}

export const UNKNOWN_VITALS: Vitals = { cpuPercent: null, memoryBytes: null };

/**
 * Samples whole process trees. A thin layer over pidusage, which says 0 for the first sample of a process (it has no
 * earlier one to compare with), and fails or leaves out a process that has ended: what is not known is null here.
 * Call it at most once a second: two calls within a clock tick would give 0 as well.
 */
export class VitalsSampler {
	private sampledBefore = new Set<number>();

	/** @param trees the pids of each tree, by daemon; the first pid is the daemon itself */
	async sample(trees: ReadonlyMap<string, readonly number[]>): Promise<Map<string, Vitals>> {
		const pids = [...new Set([...trees.values()].flat())];
		const usage = pids.length > 0 ? await readUsage(pids) : {};
		const known = this.sampledBefore;
		this.sampledBefore = new Set(pids.filter((pid) => usage[pid]));
		return new Map([...trees].map(([name, tree]) => [name, sumUp(tree, usage, known)]));
	}
}

type Usage = Record<number, { cpu: number; memory: number } | undefined>;

async function readUsage(pids: number[]): Promise<Usage> {
	try {
		return await pidusage(pids);
	} catch {
		return {}; // none of them could be read: unknown, which is neither zero nor dead
	}
}

function sumUp(tree: readonly number[], usage: Usage, known: ReadonlySet<number>): Vitals {
	const [root] = tree;
	if (root === undefined || !usage[root]) return UNKNOWN_VITALS;
	let cpuPercent = 0;
	let memoryBytes = 0;
	for (const pid of tree) {
		const one = usage[pid];
		if (!one) continue;
		memoryBytes += one.memory;
		if (known.has(pid)) cpuPercent += one.cpu;
	}
	return { cpuPercent: known.has(root) ? Math.round(cpuPercent * 10) / 10 : null, memoryBytes };
}
