"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { WorkBucket, WorkSummary } from "../../../server/contract/record.ts";
import { useLiveState } from "../../_live/store.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { Button } from "../../_ui/button.tsx";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { workWords } from "../roadmap/figures.ts";
import { SumsChart } from "./sums-chart.tsx";
import { bucketWords, costsOf, tokensOf } from "./sums-words.ts";

const SIZES = [
	{ id: "days", label: "Days", words: "Tasks per day" },
	{ id: "hours", label: "Hours", words: "Tasks per hour" },
] as const;
const HOURS = 24;
/** So often at most the figures are read again. */
const REFRESH_MS = 10_000;

/** How much a developer got done, per day and per hour. */
export function WorkSums({ daemon }: { daemon: string }) {
	const version = useLiveState(({ revisions }) => String(ownEntry(revisions, `work:${daemon}`) ?? 0), "");
	const path = `/api/v1/daemons/${encodeURIComponent(daemon)}/work/summary`;
	const fetched = useFetched<WorkSummary>(path, useSlowly(version, REFRESH_MS));
	const [size, setSize] = useState<(typeof SIZES)[number]["id"]>("days");
	const summary = fetched.status === "ready" ? fetched.value : null;
	const buckets = summary ? (size === "days" ? summary.days : summary.hours.slice(-HOURS)) : [];
	const today = summary?.days.at(-1);
	const words = SIZES.find(({ id }) => id === size)?.words ?? "";
	return (
		<Panel labelledBy="work-sums">
			<PanelHead id="work-sums" title="Tasks">
				<span className="min-w-0 truncate text-small text-ink-2">
					<SafeText text={daemon} />
					{today && <span className="max-tablet:hidden">, today: {bucketWords(today)}</span>}
				</span>
				<fieldset className="ml-auto flex gap-1">
					<legend className="sr-only">Per</legend>
					{SIZES.map(({ id, label }) => (
						<Button
							key={id}
							size="small"
							look={size === id ? "plain" : "quiet"}
							aria-pressed={size === id}
							onClick={() => setSize(id)}
						>
							{label}
						</Button>
					))}
				</fieldset>
			</PanelHead>
			<div className="px-4 py-3">
				{today && <p className="pb-2 text-small text-ink-2 tablet:hidden">Today: {bucketWords(today)}</p>}
				{fetched.status === "failed" ? (
					<p role="alert">{fetched.reason}</p>
				) : (
					<SumsChart buckets={buckets} label={words} />
				)}
			</div>
			{summary && <SumsTable buckets={buckets} label={words} timeZone={summary.timeZone} />}
		</Panel>
	);
}

/** The chart as a table, for those who do not see it and those who want the figures. */
function SumsTable({ buckets, label, timeZone }: { buckets: readonly WorkBucket[]; label: string; timeZone: string }) {
	return (
		<details className="group border-t border-line">
			<summary className="flex items-center gap-1.5 px-4 py-2.5 text-small text-ink-2 hover:text-ink">
				<ChevronRight aria-hidden="true" size={14} className="group-open:rotate-90" />
				{label} as a table
			</summary>
			{/* Wider than a phone: it can be scrolled by keyboard too. */}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus */}
			<section tabIndex={0} aria-label={label} className="max-h-96 overflow-auto px-4 pb-3">
				<table className="w-full text-small">
					<caption className="pb-1 text-start text-ink-2">Time zone: {timeZone}</caption>
					<thead>
						<tr className="text-start text-ink-2">
							{["From", "Finished", "Failed", "Work", "Tokens", "Cost"].map((head) => (
								<th key={head} scope="col" className="py-1 pr-3 text-start font-semibold">
									{head}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{buckets.toReversed().map((bucket) => (
							<tr key={bucket.from} className="border-t border-line">
								<th scope="row" className="py-1 pr-3 text-start font-normal whitespace-nowrap">
									{bucket.label}
								</th>
								<Cell>{bucket.finished}</Cell>
								<Cell>{bucket.failed}</Cell>
								<Cell>{workWords(bucket.activeMs) ?? "—"}</Cell>
								<Cell>{tokensOf(bucket)?.replace(/ tokens$/, "") ?? "—"}</Cell>
								<Cell>{costsOf(bucket) ?? "—"}</Cell>
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</details>
	);
}

function Cell({ children }: { children: ReactNode }) {
	return <td className="py-1 pr-3 whitespace-nowrap">{children}</td>;
}
