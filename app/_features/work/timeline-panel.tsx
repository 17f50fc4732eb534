"use client";

import { useMemo } from "react";
import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { useSearch } from "../../_ui/use-search.ts";
import { searched } from "./arrange.ts";
import { FILTERS } from "./kinds.ts";
import { timelineApi } from "./paths.ts";
import { TimelineView } from "./timeline.tsx";
import { Tools } from "./tools.tsx";
import { useJump } from "./use-jump.ts";
import type { Placing } from "./use-place.ts";
import { useTimeline } from "./use-timeline.ts";

interface Props {
	placing: Placing;
	/** Another one when something has happened. */
	version: string;
	daemons: readonly string[] | null;
}

/** The timeline of a place with its tools. */
export function TimelinePanel({ placing, version, daemons }: Props) {
	const { place } = placing;
	const kinds = FILTERS.find(({ id }) => id === place.only)?.kinds ?? null;
	const timeline = useTimeline(timelineApi(place, kinds), version);
	const { jump, looking } = useJump(timeline);
	const { entries, more, busy, reason, older } = timeline;
	const [search, setSearch] = useSearch(placing);
	const shown = useMemo(() => searched(entries ?? [], search), [entries, search]);
	return (
		<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">
			<Tools
				placing={placing}
				daemons={daemons}
				search={search}
				onSearch={setSearch}
				onJump={() => void jump()}
				looking={looking}
			/>
			{reason && (
				<p role="alert" className="rounded-lg bg-warn-soft px-4 py-3">
					{reason}
				</p>
			)}
			{entries === null ? (
				reason === null && <Waiting />
			) : shown.length > 0 ? (
				<TimelineView entries={shown} named={place.run === null} more={more} busy={busy} onOlder={() => void older()} />
			) : entries.length > 0 ? (
				<EmptyState title="Nothing that is loaded is like that">
					<p className="flex flex-wrap gap-2">
						<Button size="small" onClick={() => setSearch("")}>
							Clear the search
						</Button>
						{more && (
							<Button size="small" disabled={busy} onClick={() => void older()}>
								{busy ? "Reading…" : "Load older"}
							</Button>
						)}
					</p>
				</EmptyState>
			) : (
				<EmptyState title="Nothing of the kind has happened yet">
					{place.only || place.daemon || place.item
						? "Choose “All” to see everything."
						: "Start a daemon, and each thing it does is written here as it does it."}
				</EmptyState>
			)}
		</div>
	);
}

function Waiting() {
	return (
		<div className="grid h-112 content-start gap-3.5 rounded-lg border border-line bg-panel px-4 py-5">
			{["w-4/5", "w-3/5", "w-2/3", "w-1/2", "w-3/5"].map((width, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
				<Skeleton key={index} className={width} />
			))}
		</div>
	);
}
