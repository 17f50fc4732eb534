"use client";

import { useState } from "react";
import type { RunSummary } from "../../../server/contract/work.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { allFigures, totalFigures } from "./figures.ts";
import { runPage } from "./paths.ts";
import { StatusMark } from "./status-mark.tsx";
import { OUTCOME_WORDS, RUN_WORDS } from "./status-words.ts";

/** So many at first. */
const ROOM = 4;

/** The work on an item so far, the newest first. */
export function ItemRuns({ runs }: { runs: readonly RunSummary[] }) {
	const [all, setAll] = useState(false);
	if (runs.length === 0) return null;
	const total = totalFigures(runs);
	return (
		<section aria-labelledby="item-runs" className="grid gap-2 border-t border-line pt-4">
			<div className="flex items-baseline gap-3">
				<h3 id="item-runs" className="text-[0.8125rem] font-strong">
					Work on it
				</h3>
				{runs.length > 1 && (
					<p className="text-small text-ink-2">
						{runs.length} attempts{total && `, together ${total}`}
					</p>
				)}
			</div>
			<ol className="grid gap-2.5">
				{(all ? runs : runs.slice(0, ROOM)).map((run) => (
					<li key={run.id} className="grid gap-0.5">
						<Run run={run} />
					</li>
				))}
			</ol>
			{runs.length > ROOM && (
				<Button
					look="quiet"
					size="small"
					className="justify-self-start"
					aria-expanded={all}
					onClick={() => setAll(!all)}
				>
					{all ? "Show fewer" : `Show all ${runs.length}`}
				</Button>
			)}
		</section>
	);
}

function Run({ run }: { run: RunSummary }) {
	const figures = allFigures(run);
	return (
		<>
			<p className="flex flex-wrap items-baseline gap-x-3">
				<StatusMark state={RUN_WORDS[run.status]} />
				<AppLink href={runPage(run.id)} className="text-accent hover:underline">
					Record of run {run.id}
				</AppLink>
				<RelativeTime at={run.endedAt ?? run.startedAt} className="text-small text-ink-2" />
				{run.waitsFor && (
					<span className="text-small text-ink-2">
						waits for <TicketLink ticket={run.waitsFor} className="text-wait" />
					</span>
				)}
			</p>
			{(figures || run.agent) && (
				<p className="text-small text-ink-2">
					{figures}
					{figures && run.agent && " · "}
					{run.agent && <SafeText text={run.agent} />}
				</p>
			)}
			<Result run={run} />
			{run.reason && (
				<p className="text-small break-words text-ink-2">
					<SafeText text={run.reason} />
				</p>
			)}
		</>
	);
}

/** The commit it led to, and what became of that. */
function Result({ run }: { run: RunSummary }) {
	const { commit, outcome, result } = run;
	if (!commit && !outcome) return null;
	const address = outcome === "pull-request" && result && /^https?:\/\//i.test(result) ? result : null;
	return (
		<p className="text-small text-ink-2">
			{commit && (
				<>
					Commit <code className="font-mono">{commit.slice(0, 10)}</code>
				</>
			)}
			{commit && outcome && ", "}
			{outcome && (
				<>
					{OUTCOME_WORDS[outcome]}{" "}
					{address ? (
						<a
							href={address}
							target="_blank"
							rel="noopener noreferrer"
							className="break-all text-accent hover:underline"
						>
							<SafeText text={address} mode="code" />
						</a>
					) : (
						result && (
							<code className="font-mono break-all">
								<SafeText text={outcome === "merged" ? `as ${result.slice(0, 10)}` : result} mode="code" />
							</code>
						)
					)}
				</>
			)}
		</p>
	);
}
