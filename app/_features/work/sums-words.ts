import type { WorkBucket } from "../../../server/contract/record.ts";
import { costWords, tokenWords, workWords } from "../roadmap/figures.ts";

type Sums = Omit<WorkBucket, "from" | "to" | "label">;

/** `3 finished, 1 failed · 1 h 12 min · 12.3 k tokens · $0.42`. */
export function bucketWords(sums: Sums): string {
	const tasks = [`${sums.finished} finished`, sums.failed > 0 ? `${sums.failed} failed` : null]
		.filter(Boolean)
		.join(", ");
	return [tasks, workWords(sums.activeMs), tokensOf(sums), costsOf(sums)].filter(Boolean).join(" · ");
}

export function tokensOf({ inputTokens, outputTokens }: Sums): string | null {
	return tokenWords(inputTokens + outputTokens);
}

/** Costs in several currencies side by side; null when nothing was charged. */
export function costsOf({ cost }: Sums): string | null {
	const words = Object.entries(cost).flatMap(([currency, amount]) => costWords(amount, currency) ?? []);
	return words.length > 0 ? words.join(" · ") : null;
}
