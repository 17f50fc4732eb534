import type { AgentUsage } from "../agents/types.ts";

type Cost = NonNullable<AgentUsage["cost"]>;

/** Sums of money are told with a few decimals: what differs by less is the same. */
const TINY = 1e-9;

/**
 * What a session has cost since it was last asked. Agents tell the sum of their session; one that is resumed may go on
 * from that sum or begin again at zero, and does not say which.
 */
export class SessionCost {
	private seen: number | null = null;

	/** @param turns What the run's turns have cost so far, in their order: the sums that a resumed session may go on from. */
	constructor(private readonly turns: readonly number[]) {}

	/** The difference to what is known, never below zero. */
	add({ amount }: Cost): number {
		if (!Number.isFinite(amount) || amount < 0) return 0;
		const from = this.seen ?? this.resumedAt(amount);
		this.seen = amount;
		// Less than before: the agent counts anew.
		return amount + TINY < from ? amount : Math.max(0, amount - from);
	}

	/**
	 * The sum that the session had when it was left: that of the run's last turns, and of as many of them as fit, since
	 * sessions before it had sums of their own. Zero when the session begins anew.
	 */
	private resumedAt(amount: number): number {
		let sum = 0;
		let best = 0;
		for (const cost of [...this.turns].reverse()) {
			sum += cost;
			if (sum > amount + TINY) break;
			best = sum;
		}
		return best;
	}
}
