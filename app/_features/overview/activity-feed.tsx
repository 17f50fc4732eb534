"use client";

import { useMemo, useState } from "react";
import type { ActivityEntry } from "../../../server/contract/activity.ts";
import { useLiveState } from "../../_live/store.ts";
import { Button } from "../../_ui/button.tsx";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { ActivityItem } from "./activity-item.tsx";
import { foldActivity } from "./fold-activity.ts";

const STEP = 16;
const NONE: ActivityEntry[] = [];

/** What happened lately, newest first. Of the daemon in `focus` it goes without saying whose it is. */
export function ActivityFeed({ focus }: { focus: string | null }) {
	const ready = useLiveState(() => true, false);
	const activity = useLiveState((state) => state.activity, NONE);
	const [room, setRoom] = useState(STEP);
	const rows = useMemo(() => foldActivity(activity.toReversed()), [activity]);
	return (
		// Where it stands below the daemons, its place is not known before they are.
		<Panel labelledBy="activity" className={ready ? "" : "max-wide:hidden"}>
			<PanelHead id="activity" title="Activity" />
			{!ready ? (
				<div className="grid gap-3.5 px-4 py-4">
					{["w-4/5", "w-3/5", "w-2/3", "w-1/2"].map((width) => (
						<Skeleton key={width} className={width} />
					))}
				</div>
			) : rows.length === 0 ? (
				<EmptyState title="Nothing has happened yet">
					Start a daemon, and each thing it does is written here as it does it.
				</EmptyState>
			) : (
				<ol className="py-1.5">
					{/* The oldest stays the same while a loop goes on, and with it what a person has opened. */}
					{rows.slice(0, room).map(({ entry, times, oldest }) => (
						<ActivityItem
							key={oldest.id}
							entry={entry}
							times={times}
							since={oldest.at}
							named={entry.daemon !== focus}
						/>
					))}
				</ol>
			)}
			{rows.length > room && (
				<div className="border-t border-line px-4 py-2">
					<Button look="quiet" size="small" onClick={() => setRoom(room + STEP)}>
						Show older
					</Button>
				</div>
			)}
		</Panel>
	);
}
