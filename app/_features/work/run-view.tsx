"use client";

import { checkOutcome, type RunRecord } from "../../../server/contract/record.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { AppLink, followedBy } from "../../_navigation/app-link.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { activityPage, runApi, type Tab } from "./paths.ts";
import { RunChecks } from "./run-checks.tsx";
import { RunDiffView } from "./run-diff-view.tsx";
import { RunHead } from "./run-head.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import type { Placing } from "./use-place.ts";
import { useVersion } from "./use-version.ts";

/** So often at most the facts are read again while a run is in work. */
const FACTS_MS = 2_000;

/** One run, from its first word to what became of its branch. */
export function RunView({ id, placing }: { id: number; placing: Placing }) {
	const version = useVersion(null);
	const fetched = useFetched<RunRecord>(runApi(id), useSlowly(version, FACTS_MS));
	if (fetched.status !== "ready") {
		return (
			<>
				<h1 className="text-title font-strong">Run {id}</h1>
				<Panel labelledBy="run">
					<PanelHead id="run" title="The record" />
					{fetched.status === "failed" ? (
						<EmptyState title="It cannot be shown">
							<p>{fetched.reason}</p>
							<p className="mt-2">
								<AppLink href={activityPage({})} className="text-accent hover:underline">
									All activity
								</AppLink>
							</p>
						</EmptyState>
					) : (
						<div className="grid gap-3.5 px-4 py-4">
							<Skeleton className="w-3/5" />
							<Skeleton className="w-4/5" />
						</div>
					)}
				</Panel>
			</>
		);
	}
	return <Known record={fetched.value} placing={placing} version={version} />;
}

function Known({ record, placing, version }: { record: RunRecord; placing: Placing; version: string }) {
	const { tab } = placing.place;
	const { checks, run } = record;
	const failed = checks.filter((check) => checkOutcome(check) === "failed").length;
	const tabs: { id: Tab; label: string }[] = [
		{ id: "timeline", label: "Timeline" },
		{ id: "checks", label: `Checks ${checks.length}${failed > 0 ? `, ${failed} failed` : ""}` },
		{ id: "diff", label: "Diff" },
	];
	return (
		<>
			<RunHead record={record} />
			<nav aria-label="Of this run" className="flex gap-1 border-b border-line">
				{tabs.map(({ id, label }) => (
					<a
						key={id}
						href={activityPage({ ...placing.place, tab: id })}
						onClick={followedBy(() => placing.go({ tab: id }))}
						aria-current={tab === id ? "page" : undefined}
						className={classNames(
							"-mb-px border-b-2 px-3 py-2 text-[0.8125rem] font-semibold whitespace-nowrap",
							tab === id ? "border-accent text-ink" : "border-transparent text-ink-2 hover:text-ink",
						)}
					>
						{label}
					</a>
				))}
			</nav>
			{tab === "timeline" && <TimelinePanel placing={placing} version={version} daemons={null} />}
			{tab === "checks" && <RunChecks checks={checks} />}
			{tab === "diff" && <RunDiffView run={run} version={version} />}
		</>
	);
}
