import type { HistorySummary } from "../../../server/contract/history.ts";
import { Figure } from "../../_ui/figure.tsx";
import { count } from "../../_words/quantity.ts";
import { CAUSES, causesOf, duration, uptimeWords } from "./history-words.ts";

/** How the daemon fared, in four figures. */
export function Figures({ summary }: { summary: HistorySummary }) {
	const { uptimePercent, seconds, starts, restarts, ends } = summary;
	const wanted = seconds.up + seconds.down;
	return (
		<section aria-label="In short" className="rounded-lg border border-line bg-panel">
			<dl className="grid grid-cols-2 gap-px desk:grid-cols-4">
				<Figure name="Uptime" value={uptimeWords(uptimePercent)}>
					{wanted > 0 ? `of the ${duration(wanted)} it was wanted and watched` : "it was not wanted, or nobody watched"}
				</Figure>
				<Figure name="Down" value={wanted > 0 ? duration(seconds.down) : "—"}>
					{downWords(seconds)}
				</Figure>
				<Figure name="Restarts" value={String(restarts)}>
					automatic; {count(starts, "start")} in all
				</Figure>
				<Figure name="Ends" value={String(ends.total)}>
					{ends.total === 0
						? "it did not end"
						: causesOf(ends)
								.map(([cause, number]) => `${number} ${CAUSES[cause]}`)
								.join(", ")}
				</Figure>
			</dl>
		</section>
	);
}

function downWords({ down, off }: HistorySummary["seconds"]): string {
	if (off >= 1) return `not counting ${duration(off)} off on purpose`;
	return down > 0 ? "although it was wanted up" : "while somebody watched";
}
