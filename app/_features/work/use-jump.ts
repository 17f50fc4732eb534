"use client";

import { useEffect, useState } from "react";
import type { TimelineEntry } from "../../../server/contract/record.ts";
import { announce } from "../../_ui/announcer.tsx";
import type { Timeline } from "./use-timeline.ts";

/** So far back it is looked for: what is older is found with the filter. */
const MOST_PAGES = 30;

/** Goes to the last thing the person said, also when it is further back than what was read. */
export function useJump(timeline: Timeline): { jump: () => Promise<void>; looking: boolean } {
	const [looking, setLooking] = useState(false);
	const [wanted, setWanted] = useState<string | null>(null);

	// After it was drawn: it may have come with a page that was read for it.
	useEffect(() => {
		if (wanted === null) return;
		const row = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(wanted)}"]`);
		if (!row) return;
		row.scrollIntoView({ block: "center" });
		row.focus({ preventScroll: true });
		setWanted(null);
	});

	const jump = async () => {
		setLooking(true);
		try {
			let entries = timeline.entries;
			for (let page = 0; page < MOST_PAGES && entries; page++) {
				const found = entries.find(isPersons);
				if (found) return setWanted(found.key);
				const known: number = entries.length;
				entries = await timeline.older();
				if (entries?.length === known) break;
			}
			announce("You have said nothing in this time.");
		} finally {
			setLooking(false);
		}
	};
	return { jump, looking };
}

function isPersons({ kind }: TimelineEntry): boolean {
	return kind === "person";
}
