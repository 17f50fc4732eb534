import { processTable } from "../process-table/table.ts";
import type { PresentInstance } from "./present-instance.ts";
import { descendantsOf } from "./tree.ts";
import { UNKNOWN_VITALS, VitalsSampler } from "./vitals.ts";

/** Looks at the processes of all running daemons and what they use. */
export class TreeVitals {
	private readonly sampler = new VitalsSampler();

	/** Call it at most once a second; sets `tree` and `vitals` of those that run. */
	async sample(daemons: readonly (readonly [name: string, present: PresentInstance])[]): Promise<void> {
		const running = daemons.filter(([, { process }]) => process !== null);
		const living = running.length > 0 ? await processTable.list() : [];
		for (const [, present] of running) present.tree = descendantsOf(present.process?.identity.pid ?? 0, living);
		const trees = new Map(running.map(([name, present]) => [name, present.tree.map((one) => one.pid)]));
		const vitals = await this.sampler.sample(trees);
		for (const [name, present] of running) {
			present.vitals = present.process ? (vitals.get(name) ?? UNKNOWN_VITALS) : UNKNOWN_VITALS;
		}
	}
}
