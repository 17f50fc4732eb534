import type { HistorySummary, StateTime } from "../../../server/contract/history.ts";
import { classNames } from "../../_ui/class-names.ts";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { duration, stateWords, UNWATCHED } from "./history-words.ts";
import { stateLook, UNWATCHED_LOOK } from "./state-look.ts";

/** The time in each state; the strip's legend too. */
export function StateTimes({ summary }: { summary: HistorySummary }) {
	const { states, seconds } = summary;
	const total = seconds.up + seconds.down + seconds.off + seconds.unknown;
	return (
		<Panel labelledBy="state-times">
			<PanelHead id="state-times" title="Time in each state" />
			<table className="w-full">
				<thead className="sr-only">
					<tr>
						<th scope="col">State</th>
						<th scope="col">Time</th>
						<th scope="col">Share</th>
					</tr>
				</thead>
				<tbody>
					{byWord(states).map((state) => (
						<Row
							key={stateWords(state).word}
							look={stateLook(state)}
							word={stateWords(state).word}
							seconds={state.seconds}
							total={total}
						/>
					))}
					{seconds.unknown >= 1 && (
						<Row look={UNWATCHED_LOOK} word={UNWATCHED} seconds={seconds.unknown} total={total} />
					)}
				</tbody>
			</table>
		</Panel>
	);
}

function Row({ look, word, seconds, total }: { look: string; word: string; seconds: number; total: number }) {
	return (
		<tr className="border-line not-first:border-t">
			<th scope="row" className="py-1.5 pr-2 pl-4 text-start font-normal">
				<span className="flex items-center gap-2.5">
					<span
						aria-hidden="true"
						className="flex h-4 w-6 flex-none items-end overflow-hidden rounded-sm border border-line bg-panel"
					>
						<span className={classNames("block w-full", look)} />
					</span>
					{word}
				</span>
			</th>
			<td className="py-1.5 pr-2 text-end whitespace-nowrap">{duration(seconds)}</td>
			<td className="w-20 py-1.5 pr-4 text-end whitespace-nowrap text-ink-2">{shareWords(seconds / total)}</td>
		</tr>
	);
}

/** States that are called the same, as one. */
function byWord(states: readonly StateTime[]): StateTime[] {
	const found = new Map<string, StateTime>();
	for (const state of states) {
		const { word } = stateWords(state);
		const known = found.get(word);
		found.set(word, known ? { ...known, seconds: known.seconds + state.seconds } : state);
	}
	return [...found.values()].sort((a, b) => b.seconds - a.seconds);
}

function shareWords(share: number): string {
	const percent = share * 100;
	return percent > 0 && percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(1)} %`;
}
