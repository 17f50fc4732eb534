"use client";

import { useLiveState } from "../../_live/store.ts";
import type { Tab } from "./place.ts";

const WORDS: Record<Tab, string> = {
	pending: "You are done here. The daemons go on by themselves.",
	later: "Nothing waits for later.",
	answered: "Nothing has been answered yet.",
};

/** The right side while no question is open. */
export function NothingOpen({ tab }: { tab: Tab }) {
	const ready = useLiveState(() => true, false);
	if (!ready) return null;
	return (
		<div data-question-title tabIndex={-1} className="grid flex-1 place-content-center p-8 text-center outline-none">
			<p className="text-ink-2">{WORDS[tab]}</p>
		</div>
	);
}
