"use client";

import type { Handover } from "../../../server/contract/handover.ts";
import { Figure } from "../../_ui/figure.tsx";
import { count } from "../../_words/quantity.ts";
import { costWords, tokenWords, workWords } from "../roadmap/figures.ts";

/** The time in five figures. */
export function Figures({ handover }: { handover: Handover }) {
	const { doneCount, failedCount, waitingCount, asleepCount, decided, decidedCount, answeredCount, risks } = handover;
	const open = decided.filter(({ taken, reviewed }) => !taken && !reviewed).length;
	return (
		<section aria-label="In short" className="rounded-lg border border-line bg-panel">
			<dl className="grid grid-cols-2 gap-px tablet:grid-cols-3 desk:grid-cols-5">
				<Figure name="Waiting for you" value={String(waitingCount)}>
					{asleepCount > 0 ? `${asleepCount} more for later` : "nothing put off"}
				</Figure>
				<Figure name="Done" value={String(doneCount)}>
					{failedCount > 0 ? `${failedCount} failed` : "none failed"}
				</Figure>
				<Figure name="Decided for you" value={String(decidedCount)}>
					{open > 0 ? `${open} can still be changed` : `you answered ${answeredCount}`}
				</Figure>
				<Figure name="Cost" value={costs(handover) ?? "—"}>
					{took(handover) || "no agent worked"}
				</Figure>
				<Figure name="At risk" value={String(risks.length)}>
					{risks.length === 0 ? "nothing that is known" : count(errors(handover), "error")}
				</Figure>
			</dl>
		</section>
	);
}

function errors({ risks }: Handover): number {
	return risks.filter(({ severity }) => severity === "error").length;
}

/** Of all daemons together; several currencies side by side. */
function costs({ spent }: Handover): string | null {
	const sums = new Map<string, number>();
	for (const { cost } of spent) {
		for (const [currency, amount] of Object.entries(cost)) sums.set(currency, (sums.get(currency) ?? 0) + amount);
	}
	const words = [...sums].flatMap(([currency, amount]) => costWords(amount, currency) ?? []);
	return words.length > 0 ? words.join(" · ") : null;
}

function took({ spent }: Handover): string {
	const ms = spent.reduce((sum, { activeMs }) => sum + activeMs, 0);
	const tokens = spent.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);
	return [workWords(ms), tokenWords(tokens)].filter((one) => one !== null).join(" · ");
}
