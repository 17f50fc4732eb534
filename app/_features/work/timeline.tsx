"use client";

import { useMemo } from "react";
import type { TimelineEntry } from "../../../server/contract/record.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { arrange, type Day, type Group } from "./arrange.ts";
import { EntryRow } from "./entry-row.tsx";
import { dayWords } from "./moment.tsx";
import { activityPage, itemPage } from "./paths.ts";
import { StepsRow } from "./steps-row.tsx";

interface Props {
	entries: readonly TimelineEntry[];
	/** Says of each group what it belongs to; in one run that goes without saying. */
	named: boolean;
	more: boolean;
	busy: boolean;
	onOlder: () => void;
}

/** What happened, by days and by what ran, the newest first. */
export function TimelineView({ entries, named, more, busy, onOlder }: Props) {
	const days = useMemo(() => arrange(entries), [entries]);
	return (
		<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
			{days.map((day) => (
				<DaySection key={day.key} day={day} named={named} />
			))}
			{more && (
				<Button look="plain" className="justify-self-center" disabled={busy} onClick={onOlder}>
					{busy ? "Reading…" : "Show older"}
				</Button>
			)}
		</div>
	);
}

function DaySection({ day, named }: { day: Day; named: boolean }) {
	const words = useTimeWords((now) => dayWords(day.at, now));
	return (
		<section aria-label={words} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
			<h2 className="text-small font-strong text-ink-2" suppressHydrationWarning>
				{words}
			</h2>
			<div className="min-w-0 overflow-hidden rounded-lg border border-line bg-panel">
				{day.groups.map((group) => (
					<GroupSection key={group.key} group={group} named={named} />
				))}
			</div>
		</section>
	);
}

function GroupSection({ group, named }: { group: Group; named: boolean }) {
	return (
		<div className="border-t border-line first:border-t-0">
			{named && (group.daemon || group.item) && <GroupHead group={group} />}
			<ol className="py-1">
				{group.lines.map((line) =>
					line.steps === null ? (
						<EntryRow key={line.key} entry={line.entry} />
					) : (
						<StepsRow key={line.key} steps={line.steps} />
					),
				)}
			</ol>
		</div>
	);
}

function GroupHead({ group: { daemon, item, run } }: { group: Group }) {
	return (
		<p className="flex flex-wrap items-baseline gap-x-2.5 border-b border-line bg-raise px-4 py-1.5 text-small text-ink-2">
			{item && (
				<span className="font-mono font-semibold text-ink">
					{daemon && run !== null ? (
						<AppLink href={itemPage(daemon, item)} className="hover:underline">
							<SafeText text={item} />
						</AppLink>
					) : (
						<SafeText text={item} />
					)}
				</span>
			)}
			{daemon && <SafeText text={daemon} />}
			{run !== null && (
				<AppLink href={activityPage({ run })} className="ml-auto text-accent hover:underline">
					Run {run}
				</AppLink>
			)}
		</p>
	);
}
