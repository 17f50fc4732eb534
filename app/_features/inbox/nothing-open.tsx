"use client";

import { useLiveState } from "../../_live/store.ts";
import type { Tab } from "./use-place.ts";

/** The right side while no question is open. */
export function NothingOpen({ tab }: { tab: Tab }) {
	const ready = useLiveState(() => true, false);
	if (!ready) return null;
	return (
		<div className="grid h-full place-content-center p-8 text-center text-ink-2">
			<p>
				{tab === "pending" ? "You are done here. The daemons go on by themselves." : "Nothing has been answered yet."}
			</p>
		</div>
	);
}
