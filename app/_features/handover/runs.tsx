"use client";

import type { RunSummary } from "../../../server/contract/work.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { allFigures } from "../roadmap/figures.ts";
import { runPage } from "../roadmap/paths.ts";
import { StatusMark } from "../roadmap/status-mark.tsx";
import { OUTCOME_WORDS, RUN_WORDS } from "../roadmap/status-words.ts";

interface Props {
	id: string;
	title: string;
	runs: readonly RunSummary[];
	/** With those that are not listed. */
	total: number;
	/** What is said when there is none; left out, nothing is shown. */
	empty?: string;
}

/** Work of developers: done, failed, or under way. */
export function Runs({ id, title, runs, total, empty }: Props) {
	if (runs.length === 0 && !empty) return null;
	return (
		<Panel labelledBy={id}>
			<PanelHead id={id} title={title}>
				{total > 0 && <span className="text-small text-ink-2">{total}</span>}
			</PanelHead>
			{runs.length === 0 && <EmptyState title="Nothing">{empty}</EmptyState>}
			<ul className="divide-y divide-line">
				{runs.map((run) => (
					<li key={run.id} className="grid gap-0.5 px-4 py-2.5">
						<Run run={run} />
					</li>
				))}
			</ul>
			{total > runs.length && (
				<p className="border-t border-line px-4 py-2.5 text-ink-2">And {total - runs.length} more.</p>
			)}
		</Panel>
	);
}

function Run({ run }: { run: RunSummary }) {
	const { outcome, reason, waitsFor, item, title, daemon, status } = run;
	const details = [outcome && OUTCOME_WORDS[outcome], allFigures(run), daemon].filter(Boolean).join(" · ");
	return (
		<>
			<p className="flex items-baseline gap-x-3">
				<StatusMark state={RUN_WORDS[status]} />
				<AppLink href={runPage(run.id)} className="min-w-0 flex-1 font-semibold break-words hover:underline">
					<SafeText text={`${item} ${title}`} />
				</AppLink>
				<RelativeTime at={run.endedAt ?? run.startedAt} className="text-small text-ink-2" />
			</p>
			<p className="text-small text-ink-2">
				<SafeText text={details} />
				{waitsFor && (
					<>
						{" "}
						· waits for <TicketLink ticket={waitsFor} className="text-wait" />
					</>
				)}
			</p>
			{reason && (
				<p className="text-small break-words text-ink-2">
					<SafeText text={reason} />
				</p>
			)}
		</>
	);
}
