"use client";

import { useLiveState } from "../../_live/store.ts";
import { useDaemonNames } from "../../_live/use-daemon.ts";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { LogAroundView } from "./log-around-view.tsx";
import { LogLiveView } from "./log-live-view.tsx";
import { LogSearchView } from "./log-search-view.tsx";
import { LogTools } from "./log-tools.tsx";
import { usePlace } from "./use-place.ts";
import { useWrap } from "./use-wrap.ts";

/** One daemon's log: its end as it grows, what a search finds in it, or the lines around one of them. */
export function Logs() {
	const ready = useLiveState(() => true, false);
	const names = useDaemonNames();
	const { place, go } = usePlace();
	const [wrap, setWrap] = useWrap();
	const name = names.find((one) => one === place.daemon) ?? (place.daemon === null ? names[0] : undefined);

	if (!ready) return <Waiting />;
	if (names.length === 0) return <NoDaemon />;
	return (
		<div
			// On a phone too: what stands above it is taken from its lines, and nothing of it is below the navigation.
			data-fills="always"
			className="flex min-h-0 min-w-0 flex-1 flex-col"
		>
			<h1 className="sr-only">Logs</h1>
			<LogTools names={names} name={name ?? null} place={place} go={go} wrap={wrap} onWrap={setWrap} />
			{name === undefined ? (
				<EmptyState title={`There is no daemon named ${place.daemon}`}>Choose another above.</EmptyState>
			) : place.at !== null ? (
				<LogAroundView key={`${name} ${place.at}`} name={name} at={place.at} place={place} go={go} wrap={wrap} />
			) : place.search !== null ? (
				<LogSearchView key={`${name} ${place.search}`} name={name} search={place.search} place={place} go={go} />
			) : (
				<LogLiveView key={name} name={name} place={place} go={go} wrap={wrap} />
			)}
		</div>
	);
}

function Waiting() {
	return (
		<div className="grid gap-3.5 px-4 py-5 desk:px-6">
			<h1 className="sr-only">Logs</h1>
			{["w-2/5", "w-3/5", "w-1/2", "w-2/3"].map((width) => (
				<Skeleton key={width} className={width} />
			))}
		</div>
	);
}

function NoDaemon() {
	return (
		<>
			<h1 className="sr-only">Logs</h1>
			<EmptyState title="No daemon is set up yet">
				<p>
					What each daemon writes to its standard output is kept and shown here. Add a daemon to{" "}
					<code className="font-mono text-small">config.json</code>, or run{" "}
					<code className="font-mono text-small">nightshift add</code>.
				</p>
			</EmptyState>
		</>
	);
}
