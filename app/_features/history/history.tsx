"use client";

import { useCallback } from "react";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { momentWords } from "./axis-words.ts";
import { EndsList, EndsWithDossiers } from "./ends-list.tsx";
import { Figures } from "./figures.tsx";
import { HistoryChart } from "./history-chart.tsx";
import { PointsTable } from "./points-table.tsx";
import { StateStrip } from "./state-strip.tsx";
import { StateTimes } from "./state-times.tsx";
import { Tools } from "./tools.tsx";
import { useChoice } from "./use-choice.ts";
import { type HistoryData, useHistory } from "./use-history.ts";
import { useSubjects } from "./use-subjects.ts";
import { type Chosen, RANGES, sensible, type TimeWindow } from "./window.ts";

/** How a daemon fared: its uptime, its states and vitals over time, and how it ended. */
export function History() {
	const subjects = useSubjects();
	const { choice, choose } = useChoice();
	const found =
		subjects?.find(({ name }) => name === choice.daemon) ?? (choice.daemon === null ? subjects?.[0] : undefined);
	const daemon = found?.name ?? null;
	const { data, busy, reason } = useHistory(daemon, choice.range);
	const zoom = useCallback(
		(window: TimeWindow) => choose({ daemon, range: sensible(window, Date.now()) }),
		[daemon, choose],
	);

	return (
		<div className="flex min-w-0 flex-1 flex-col">
			<h1 className="sr-only">History</h1>
			{subjects && subjects.length > 0 && <Tools subjects={subjects} daemon={daemon} choice={choice} choose={choose} />}
			{subjects === null || (daemon !== null && data === null && reason === null) ? (
				<Waiting />
			) : subjects.length === 0 ? (
				<NoDaemon />
			) : daemon === null ? (
				<EmptyState title={`There is no history of ${choice.daemon}`}>Choose another daemon above.</EmptyState>
			) : (
				<div aria-busy={busy} className="grid w-full max-w-[1240px] gap-4 p-4 desk:gap-5 desk:p-6">
					{reason !== null && <NotCurrent reason={reason} />}
					{data && <Shown data={data} range={choice.range} onZoom={zoom} />}
				</div>
			)}
		</div>
	);
}

function Shown({ data, range, onZoom }: { data: HistoryData; range: Chosen; onZoom: (window: TimeWindow) => void }) {
	const { summary, window } = data;
	const daemon = useDaemonFacts((state) => daemonNamed(state, data.daemon));
	const limit = daemon?.memoryLimitBytes ?? null;
	return (
		<>
			<Figures summary={summary} />
			<Panel labelledBy="over-time">
				<PanelHead id="over-time" title="Over time">
					<span className="ml-auto text-small text-ink-2">{rangeWords(range, window)}</span>
				</PanelHead>
				<div className="grid min-w-0 gap-4 px-4 py-3">
					<StateStrip summary={summary} window={window} />
					<HistoryChart points={data.cpu} window={window} limit={null} onZoom={onZoom} />
					<HistoryChart points={data.memory} window={window} limit={limit} onZoom={onZoom} />
				</div>
				<PointsTable data={data} />
			</Panel>
			<div className="grid items-start gap-4 desk:grid-cols-2 desk:gap-5">
				<StateTimes summary={summary} />
				{daemon ? <EndsWithDossiers summary={summary} /> : <EndsList summary={summary} dossiers={[]} />}
			</div>
		</>
	);
}

function rangeWords(range: Chosen, { from, to }: TimeWindow): string {
	const known = RANGES.find(({ id }) => id === range);
	if (known) return known.words;
	const length = to - from;
	return `${momentWords(from, Math.max(length, 86_400_000))} to ${momentWords(to, Math.max(length, 86_400_000))}`;
}

function NotCurrent({ reason }: { reason: string }) {
	return (
		<p role="alert" className="rounded-lg bg-warn-soft px-4 py-3">
			{reason}
		</p>
	);
}

function Waiting() {
	return (
		<div className="grid w-full max-w-[1240px] gap-5 p-4 desk:p-6">
			<div className="rounded-lg border border-line bg-panel px-4 py-5">
				<Skeleton className="h-5 w-2/5" />
			</div>
			<div className="grid h-112 content-start gap-4 rounded-lg border border-line bg-panel px-4 py-5">
				<Skeleton className="w-1/3" />
				<Skeleton className="w-3/5" />
			</div>
		</div>
	);
}

function NoDaemon() {
	return (
		<EmptyState title="No daemon is set up yet">
			<p>
				What each daemon uses, what state it is in and how it ends is kept for a year and shown here. Add a daemon to{" "}
				<code className="font-mono text-small">config.json</code>, or run{" "}
				<code className="font-mono text-small">nightshift add</code>.
			</p>
		</EmptyState>
	);
}
