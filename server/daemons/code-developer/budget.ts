import type { Amounts } from "../../config/types.ts";

/** What was used: milliseconds of an agent's work, tokens in and out, money in the agent's currency. */
export interface Spent {
	timeMs: number;
	tokens: number;
	cost: number;
}

/** What is used up, in words ("2 h of work"), null while there is room. `granted` counts on top of the limits. */
export function usedUp(spent: Spent, limits: Amounts, granted: Partial<Spent> = {}): string | null {
	const { timeMs, tokens, cost } = limits;
	if (timeMs !== null && spent.timeMs >= timeMs + (granted.timeMs ?? 0)) return `${duration(spent.timeMs)} of work`;
	if (tokens !== null && spent.tokens >= tokens + (granted.tokens ?? 0)) {
		return `${spent.tokens.toLocaleString("en")} tokens`;
	}
	if (cost !== null && spent.cost >= cost + (granted.cost ?? 0)) return `a cost of ${spent.cost.toFixed(2)}`;
	return null;
}

/** As much again as the limits were: what a person grants who says to go on. */
export function grantedAgain(spent: Spent, limits: Amounts): Partial<Spent> {
	// From what was used, and not from the limit: the last step may have gone far beyond it.
	return {
		...(limits.timeMs !== null && { timeMs: spent.timeMs }),
		...(limits.tokens !== null && { tokens: spent.tokens }),
		...(limits.cost !== null && { cost: spent.cost }),
	};
}

function duration(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
	return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1).replace(/\.0$/, "")} h`;
}
