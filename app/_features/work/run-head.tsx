"use client";

import type { ReactNode } from "react";
import type { RunRecord } from "../../../server/contract/record.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { ClockTime, RelativeTime } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";
import { allFigures } from "../roadmap/figures.ts";
import { OUTCOME_WORDS, RUN_WORDS } from "../roadmap/status-words.ts";
import { activityPage, itemPage } from "./paths.ts";
import { RunDownloads } from "./run-downloads.tsx";

/** What a run is about, how it stands and what it took. */
export function RunHead({ record }: { record: RunRecord }) {
	const { run } = record;
	return (
		<header className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
			<p className="text-small">
				<AppLink href={activityPage({})} className="text-accent hover:underline">
					All activity
				</AppLink>
			</p>
			<div className="flex flex-wrap items-start gap-x-4 gap-y-2">
				<div className="min-w-0 flex-[1_1_280px]">
					<h1 className="text-title font-strong break-words">
						<AppLink href={itemPage(run.daemon, run.item)} className="font-mono text-name text-accent hover:underline">
							<SafeText text={run.item} />
						</AppLink>{" "}
						<SafeText text={run.title} />
					</h1>
					<p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
						<StateBadge state={RUN_WORDS[run.status]} />
						{run.waitsFor && (
							<span>
								waits for <TicketLink ticket={run.waitsFor} className="text-wait" />
							</span>
						)}
						<span>
							Run {run.id} of <SafeText text={run.daemon} />
						</span>
						<span>
							began <RelativeTime at={run.startedAt} />
							{run.endedAt && (
								<>
									, ended <ClockTime at={run.endedAt} />
								</>
							)}
						</span>
					</p>
				</div>
				<RunDownloads run={run.id} />
			</div>
			{run.reason && (
				<p className="max-w-[78ch] rounded-lg bg-warn-soft px-4 py-2.5 break-words">
					<SafeText text={run.reason} />
				</p>
			)}
			<Facts record={record} />
		</header>
	);
}

function Facts({ record: { run, turns, calls, commits, questions } }: { record: RunRecord }) {
	const figures = allFigures(run);
	const steps = [count(turns.length, "turn"), count(calls.total, "step")].join(", ");
	return (
		<dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 rounded-lg border border-line bg-panel px-4 py-3">
			<Fact name="Branch">
				<Code text={run.branch} />
			</Fact>
			{run.outcome && (
				<Fact name="Outcome">
					{OUTCOME_WORDS[run.outcome]} {run.result && <Result result={run.result} />}
				</Fact>
			)}
			{run.agent && (
				<Fact name="Agent">
					<SafeText text={run.agent} />
				</Fact>
			)}
			<Fact name="Took">{[figures || null, steps].filter(Boolean).join(" · ")}</Fact>
			{commits.length > 0 && (
				<Fact name="Commits">
					<ol className="grid gap-0.5">
						{commits.map(({ hash, title }) => (
							<li key={hash} className="min-w-0 break-words">
								<Code text={hash.slice(0, 10)} /> <SafeText text={title} />
							</li>
						))}
					</ol>
				</Fact>
			)}
			{questions.length > 0 && (
				<Fact name="Questions">
					<ul className="grid gap-0.5">
						{questions.map(({ ticket, title, answer, status }) => (
							<li key={ticket} className="min-w-0 break-words">
								<TicketLink ticket={ticket} /> <SafeText text={title} />
								<span className="text-ink-2">
									{" "}
									{answer ? (
										<>
											→ <SafeText text={answer} />
										</>
									) : (
										`(${status})`
									)}
								</span>
							</li>
						))}
					</ul>
				</Fact>
			)}
		</dl>
	);
}

function Result({ result }: { result: string }) {
	if (!/^https?:\/\//i.test(result))
		return <Code text={/^[0-9a-f]{40}$/.test(result) ? result.slice(0, 10) : result} />;
	return (
		<a href={result} target="_blank" rel="noopener noreferrer" className="break-all text-accent hover:underline">
			<SafeText text={result} mode="code" />
		</a>
	);
}

function Code({ text }: { text: string }) {
	return (
		<code className="font-mono text-small break-all">
			<SafeText text={text} mode="code" />
		</code>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-ink-2">{name}</dt>
			<dd className="min-w-0">{children}</dd>
		</>
	);
}
