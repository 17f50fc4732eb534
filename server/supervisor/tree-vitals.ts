import { processTable } from "../process-table/table.ts";
import type { PresentInstance } from "./present-instance.ts";
import { descendantsOf } from "./tree.ts";
import { UNKNOWN_VITALS, VitalsSampler } from "./vitals.ts";

/**
 * Listing every process of the machine is what costs, so it is done each second only while an instance is young and its
 * tree still grows, and every few seconds after that.
 */
const YOUNG_MS = 10_000;
const LIST_EVERY = 5;

/** Looks at the processes of all running daemons and what they use. */
export class TreeVitals {
	private readonly sampler = new VitalsSampler();
	private calls = 0;

	/** Call it at most once a second; sets `tree` and `vitals` of those that run. */
	async sample(daemons: readonly (readonly [name: string, present: PresentInstance])[]): Promise<void> {
		const running = daemons.filter(([, { process }]) => process !== null);
		await this.lookAtTrees(running.map(([, present]) => present));
		const trees = new Map(running.map(([name, present]) => [name, present.tree.map((one) => one.pid)]));
		const vitals = await this.sampler.sample(trees);
		for (const [name, present] of running) {
			present.vitals = present.process ? (vitals.get(name) ?? UNKNOWN_VITALS) : UNKNOWN_VITALS;
		}
	}

	private async lookAtTrees(present: readonly PresentInstance[]): Promise<void> {
		const due = this.calls % LIST_EVERY === 0;
		this.calls += 1;
		const stale = present.filter((one) => due || one.tree.length === 0 || ageOf(one) < YOUNG_MS);
		if (stale.length === 0) return;
		const living = await processTable.list();
		for (const one of stale) one.tree = descendantsOf(one.process?.identity.pid ?? 0, living);
	}
}

function ageOf({ process }: PresentInstance): number {
	return process ? Date.now() - process.startedAt.getTime() : 0;
}
