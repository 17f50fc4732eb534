"use client";

import { ownEntry } from "../../../server/contract/own-entry.ts";
import { useLiveState } from "../../_live/store.ts";

/** A text that is another one when something has happened: in the work of a daemon, or of all of them (null). */
export function useVersion(daemon: string | null): string {
	return useLiveState(({ revisions, activity }) => {
		const topics = Object.keys(revisions).filter((topic) =>
			daemon === null ? topic.startsWith("work:") : topic === `work:${daemon}`,
		);
		const turns = topics.map((topic) => ownEntry(revisions, topic) ?? 0);
		return `${turns.reduce((sum, turn) => sum + turn, 0)} ${activity.at(-1)?.id ?? 0}`;
	}, "");
}
