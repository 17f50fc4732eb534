"use client";

import { useState } from "react";
import type { DossierEntry } from "../../../server/contract/dossier.ts";
import type { HistoryEnd, HistorySummary } from "../../../server/contract/history.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { dossiersApi, dossiersPage } from "../dossier/paths.ts";
import { duration, endWords } from "./history-words.ts";

/** So many at first. */
const FEW = 8;

/** The same with the way to all that is known of each: of a daemon of the configuration. */
export function EndsWithDossiers({ summary }: { summary: HistorySummary }) {
	const newest = summary.ends.latest[0]?.at ?? "";
	const fetched = useFetched<{ dossiers: DossierEntry[] }>(dossiersApi(summary.daemon), newest);
	return <EndsList summary={summary} dossiers={fetched.status === "ready" ? fetched.value.dossiers : []} />;
}

/** How the daemon's instances ended, the newest first. */
export function EndsList({ summary, dossiers }: { summary: HistorySummary; dossiers: readonly DossierEntry[] }) {
	const { daemon, ends } = summary;
	const [all, setAll] = useState(false);
	const shown = all ? ends.latest : ends.latest.slice(0, FEW);
	const told = shown.reduce((sum, { count }) => sum + count, 0);
	return (
		<Panel labelledBy="ends">
			<PanelHead id="ends" title="How it ended">
				{told < ends.total && (
					<span className="ml-auto text-small text-ink-2">
						the newest {told} of {ends.total}
					</span>
				)}
			</PanelHead>
			{ends.latest.length === 0 ? (
				<EmptyState title="It did not end in this time">
					Each end of the daemon is kept here, with its cause.
				</EmptyState>
			) : (
				<ol>
					{shown.map((end) => (
						<End
							key={`${end.at} ${end.cause} ${end.instance}`}
							daemon={daemon}
							end={end}
							dossier={dossierOf(end, dossiers)}
						/>
					))}
				</ol>
			)}
			{shown.length < ends.latest.length && (
				<p className="border-t border-line px-4 py-3">
					<Button look="quiet" size="small" onClick={() => setAll(true)}>
						Show older
					</Button>
				</p>
			)}
		</Panel>
	);
}

function End({ daemon, end, dossier }: { daemon: string; end: HistoryEnd; dossier: DossierEntry | null }) {
	return (
		<li className="border-line px-4 py-2.5 not-first:border-t">
			<div className="flex flex-wrap items-baseline gap-x-3">
				<p className="min-w-0">{endWords(end)}</p>
				<RelativeTime at={end.at} className="text-small text-ink-2" />
			</div>
			<p className="text-small text-ink-2">
				{end.ranSeconds !== null && `It had run for ${duration(end.ranSeconds)}. `}
				{end.decision && <SafeText text={end.decision} />}
			</p>
			{dossier && (
				<AppLink
					href={dossiersPage(daemon, dossier.id)}
					className="text-small text-accent underline underline-offset-2"
				>
					Dossier
				</AppLink>
			)}
		</li>
	);
}

function dossierOf(end: HistoryEnd, dossiers: readonly DossierEntry[]): DossierEntry | null {
	return dossiers.find(({ kind, at }) => kind === "exit" && at === end.at) ?? null;
}
