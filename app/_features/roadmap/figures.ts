import type { RunSummary } from "../../../server/contract/work.ts";
import { duration } from "../history/history-words.ts";

/** `$0.42`, `€12.30`, `0.42` when the currency is not known; null when nothing was charged. */
export function costWords(cost: number, currency: string | null): string | null {
	if (!(cost > 0)) return null;
	if (currency === null) return cost.toFixed(2);
	if (cost < 0.01) return `under ${money(0.01, currency)}`;
	return money(cost, currency);
}

function money(amount: number, currency: string): string {
	try {
		return new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(amount);
	} catch {
		return `${amount.toFixed(2)} ${currency}`; // no currency that is known by this code
	}
}

/** `980 tokens`, `12.3 k tokens`, `1.2 M tokens`; null when none were counted. */
export function tokenWords(tokens: number): string | null {
	if (!(tokens > 0)) return null;
	if (tokens < 1_000) return `${tokens} tokens`;
	if (tokens < 999_950) return `${trimmed(tokens / 1_000)} k tokens`;
	return `${trimmed(tokens / 1_000_000)} M tokens`;
}

function trimmed(value: number): string {
	return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
}

/** `1 h 12 min`; null when no agent has worked yet. */
export function workWords(activeMs: number): string | null {
	return activeMs > 0 ? duration(Math.max(1, Math.round(activeMs / 1_000))) : null;
}

/** How long and for how much, in a column: `1 h 12 min · $0.42`. */
export function runFigures({ activeMs, cost, currency }: Pick<RunSummary, "activeMs" | "cost" | "currency">): string {
	return [workWords(activeMs), costWords(cost, currency)].filter((one) => one !== null).join(" · ");
}

/** All that one run used: `1 h 12 min · 12.3 k tokens · $0.42`. */
export function allFigures(run: RunSummary): string {
	return [workWords(run.activeMs), tokenWords(run.inputTokens + run.outputTokens), costWords(run.cost, run.currency)]
		.filter((one) => one !== null)
		.join(" · ");
}

/** What all runs of an item used together; costs in several currencies side by side. */
export function totalFigures(runs: readonly RunSummary[]): string {
	const costs = new Map<string | null, number>();
	for (const { cost, currency } of runs) costs.set(currency, (costs.get(currency) ?? 0) + cost);
	return [
		workWords(runs.reduce((sum, run) => sum + run.activeMs, 0)),
		tokenWords(runs.reduce((sum, run) => sum + run.inputTokens + run.outputTokens, 0)),
		...[...costs].map(([currency, cost]) => costWords(cost, currency)),
	]
		.filter((one) => one !== null)
		.join(" · ");
}
