import { ChevronRight } from "lucide-react";
import type { HistoryPoint } from "../../../server/contract/history.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { momentWords } from "./axis-words.ts";
import { fewerPoints } from "./columns.ts";
import type { HistoryData } from "./use-history.ts";

/** So many rows that one can read them. */
const ROWS = 24;

/** The charts as a table, for those who do not see them and those who want the figures. */
export function PointsTable({ data }: { data: HistoryData }) {
	const length = data.window.to - data.window.from;
	const seconds = Math.max(data.cpu.resolutionSeconds, Math.ceil(length / 1_000 / ROWS));
	const cpu = new Map(fewerPoints(data.cpu.points, seconds).map((point) => [point[0], point]));
	const memory = new Map(fewerPoints(data.memory.points, seconds).map((point) => [point[0], point]));
	const times = [...new Set([...cpu.keys(), ...memory.keys()])].sort((a, b) => a - b);
	return (
		<details className="group border-t border-line">
			<summary className="flex items-center gap-1.5 px-4 py-2.5 text-small text-ink-2 hover:text-ink">
				<ChevronRight aria-hidden="true" size={14} className="group-open:rotate-90" />
				CPU and memory as a table
			</summary>
			{times.length === 0 ? (
				<p className="px-4 pb-3 text-ink-2">Nothing was measured in this time.</p>
			) : (
				// Wider than a phone: it can be scrolled by keyboard too.
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus
				<section tabIndex={0} aria-label="CPU and memory" className="overflow-x-auto px-4 pb-3">
					<table className="w-full text-small">
						<thead>
							<tr className="text-start text-ink-2">
								<Head>From</Head>
								<Head>CPU on average (least to most)</Head>
								<Head>Memory on average (least to most)</Head>
							</tr>
						</thead>
						<tbody>
							{times.map((at) => (
								<tr key={at} className="border-t border-line">
									<th scope="row" className="py-1 pr-3 text-start font-normal whitespace-nowrap">
										{momentWords(at * 1_000, length)}
									</th>
									<td className="py-1 pr-3 whitespace-nowrap">{cell(cpu.get(at), percent)}</td>
									<td className="py-1 whitespace-nowrap">{cell(memory.get(at), bytes)}</td>
								</tr>
							))}
						</tbody>
					</table>
				</section>
			)}
		</details>
	);
}

function Head({ children }: { children: string }) {
	return (
		<th scope="col" className="py-1 pr-3 text-start font-semibold">
			{children}
		</th>
	);
}

function cell(point: HistoryPoint | undefined, words: (value: number) => string): string {
	if (!point) return "not known";
	const [, min, avg, max] = point;
	return `${words(avg)} (${words(min)} to ${words(max)})`;
}
