import type { VitalSample } from "../contract/state.ts";

/** How much of a daemon's vitals a dossier has, in seconds. */
const SECONDS = 60;

/** The last minute of each daemon's vitals while it ran: what comes after its end, when nothing is known, pushes nothing out. */
export class VitalsTail {
	private readonly kept = new Map<string, VitalSample[]>();

	take(samples: Readonly<Record<string, VitalSample>>): void {
		for (const [name, sample] of Object.entries(samples)) {
			const [, cpuPercent, memoryBytes] = sample;
			if (cpuPercent === null && memoryBytes === null) continue;
			const tail = this.kept.get(name) ?? [];
			tail.push(sample);
			if (tail.length > SECONDS) tail.shift();
			this.kept.set(name, tail);
		}
		for (const name of this.kept.keys()) if (!(name in samples)) this.kept.delete(name);
	}

	/** Those of the instance that has run for this long and was alive at `at`; oldest first. */
	of(name: string, at: Date, ranMs: number | null): VitalSample[] {
		const end = Math.ceil(at.getTime() / 1_000) + 1;
		const start = Math.max(end - SECONDS - 1, ranMs === null ? 0 : Math.floor((at.getTime() - ranMs) / 1_000));
		return (this.kept.get(name) ?? []).filter(([second]) => second >= start && second <= end);
	}
}
