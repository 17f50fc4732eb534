/** So often in a row a conversation is asked about before another shows whether it is to blame. */
const TRIES = 3;
/** So many that are not taken in a row are not taken for a reason that they have in common. */
const COMMON_TO = 3;

/** Why a summary could not be had: time may mend it, or the provider does not take the request. */
export type Doubt = "temporary" | "unsuitable";

/**
 * Tells a conversation that a provider cannot deal with from a provider that cannot be dealt with: when one fails and the
 * next is answered, it was the one; when both fail, it was the provider. So that neither can one conversation keep all others
 * waiting, nor an outage be laid at a conversation's door.
 */
export class Suspects {
	private readonly doubts = new Map<number, Doubt>();
	/** Failed for reasons of time until another was answered: this may have been the end of an outage, or not. */
	private readonly onProbation = new Set<number>();
	private last: { id: number; times: number } | null = null;

	/** @returns whether this conversation is to blame, or the provider itself; `unclear`: neither is known yet */
	failed(id: number, doubt: Doubt): "guilty" | "provider" | "unclear" {
		if (doubt === "unsuitable") {
			this.doubts.set(id, doubt);
			return this.count("unsuitable") >= COMMON_TO ? "provider" : "unclear";
		}
		if (this.onProbation.delete(id)) return "guilty";
		// Others fail like the one before: it is an outage, and nobody's fault.
		if (this.last?.id !== id) this.acquit();
		this.last = { id, times: this.last?.id === id ? this.last.times + 1 : 1 };
		if (this.last.times >= TRIES) this.doubts.set(id, doubt);
		return "unclear";
	}

	/** One was answered. @returns those that are to blame themselves: they are not asked about again */
	answered(id: number): number[] {
		this.onProbation.delete(id);
		const others = [...this.doubts].filter(([suspect]) => suspect !== id);
		for (const [suspect, doubt] of others) if (doubt === "temporary") this.onProbation.add(suspect);
		this.doubts.clear();
		this.last = null;
		return others.flatMap(([suspect, doubt]) => (doubt === "unsuitable" ? [suspect] : []));
	}

	/** Whether another is to be asked about first. */
	has(id: number): boolean {
		return this.doubts.has(id);
	}

	/** Nothing else is left to ask about: those that failed for reasons of time have their turn again. */
	acquit(): void {
		for (const [id, doubt] of this.doubts) if (doubt === "temporary") this.doubts.delete(id);
		this.last = null;
	}

	clear(): void {
		this.doubts.clear();
		this.onProbation.clear();
		this.last = null;
	}

	private count(doubt: Doubt): number {
		return [...this.doubts.values()].filter((one) => one === doubt).length;
	}
}
