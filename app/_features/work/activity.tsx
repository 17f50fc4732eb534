"use client";

import { useShallow } from "zustand/react/shallow";
import { useLiveState } from "../../_live/store.ts";
import { RunView } from "./run-view.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import { usePlace } from "./use-place.ts";
import { useVersion } from "./use-version.ts";
import { WorkSums } from "./work-sums.tsx";

const NONE: string[] = [];

/** All that happens, as it happens; or one run, from its first word to what became of its branch. */
export function Activity() {
	const placing = usePlace();
	const { run } = placing.place;
	return (
		<div className="grid w-full min-w-0 max-w-[1240px] grid-cols-[minmax(0,1fr)] content-start gap-4 p-4 desk:p-6">
			{run === null ? <All placing={placing} /> : <RunView key={run} id={run} placing={placing} />}
		</div>
	);
}

function All({ placing }: { placing: ReturnType<typeof usePlace> }) {
	const daemons = useLiveState(
		useShallow((state) => state.daemons.map(({ name }) => name)),
		NONE,
	);
	const developers = useLiveState(
		useShallow((state) => state.daemons.filter(({ workspace }) => workspace !== null).map(({ name }) => name)),
		NONE,
	);
	const version = useVersion(null);
	const { daemon } = placing.place;
	const summed = developers.find((name) => name === daemon) ?? (daemon === null ? developers[0] : undefined);
	return (
		<>
			<h1 className="sr-only">Activity</h1>
			{summed && <WorkSums key={summed} daemon={summed} />}
			<TimelinePanel placing={placing} version={version} daemons={daemons} />
		</>
	);
}
