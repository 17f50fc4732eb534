"use client";

import { useSearchParams } from "next/navigation";
import { useLiveState } from "../../_live/store.ts";
import { useDaemonNames } from "../../_live/use-daemon.ts";
import { ActivityFeed } from "./activity-feed.tsx";
import { DaemonCard } from "./daemon-card.tsx";
import { DaemonCardSkeleton } from "./daemon-card-skeleton.tsx";
import { DaemonRow } from "./daemon-row.tsx";
import { NeedsYou } from "./needs-you.tsx";
import { NoDaemons } from "./no-daemons.tsx";

/** What needs the person, one daemon in full, the others in short, and what happened. */
export function Overview() {
	const names = useDaemonNames();
	const wanted = useSearchParams().get("daemon");
	const focus = names.find((name) => name === wanted) ?? names[0] ?? null;
	return (
		<div className="grid w-full max-w-[1240px] gap-5 p-4 desk:p-6">
			<h1 className="sr-only">Overview</h1>
			<NeedsYou />
			<div className="grid items-start gap-5 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
				<Daemons focus={focus} others={names.filter((name) => name !== focus)} />
				<ActivityFeed focus={focus} />
			</div>
		</div>
	);
}

function Daemons({ focus, others }: { focus: string | null; others: string[] }) {
	const ready = useLiveState(() => true, false);
	if (!ready) return <DaemonCardSkeleton />;
	if (focus === null) return <NoDaemons />;
	return (
		<div className="grid min-w-0 gap-5">
			<DaemonCard key={focus} name={focus} />
			{others.map((name) => (
				<DaemonRow key={name} name={name} />
			))}
		</div>
	);
}
