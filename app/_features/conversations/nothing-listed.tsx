"use client";

import type { RecordSources } from "../../../server/contract/conversations.ts";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { isFiltered, type Place } from "./place.ts";
import type { Entries } from "./use-entries.ts";

/** What is added to the daemons of config.json. */
const LINES = '"chat-monitor": {\n  "program": "chat-monitor",\n  "autostart": true\n}';

interface Props {
	state: Entries["state"];
	place: Place;
	sources: RecordSources | null;
}

/** The list while there is nothing in it, and what to do about that. */
export function NothingListed({ state, place, sources }: Props) {
	if (state === "failed") return null;
	if (state === "loading" || sources === null) {
		return (
			<div className="grid content-start gap-3 px-4 py-4">
				<Skeleton className="w-5/6" />
				<Skeleton className="w-1/2" />
			</div>
		);
	}
	if (place.search.trim() !== "") {
		return (
			<EmptyState title="Nothing was found">
				Each word counts by its beginning, and all of them must be there. Letters with and without accents are the same.
			</EmptyState>
		);
	}
	if (isFiltered(place)) {
		return <EmptyState title="No conversation is like that">Fewer filters may find it.</EmptyState>;
	}
	if (sources.monitors.length === 0) {
		return (
			<EmptyState title="Nothing records yet">
				<p>
					The chat monitor keeps a searchable record of what you say to Claude Code, Gemini CLI and Codex CLI. Add it to
					the daemons in <code className="font-mono text-small">config.json</code>:
				</p>
				<pre className="mt-2 overflow-x-auto rounded-md border border-line bg-raise px-2.5 py-2 font-mono text-small text-ink">
					{LINES}
				</pre>
				<p className="mt-2">It starts as soon as the file is saved.</p>
			</EmptyState>
		);
	}
	return (
		<EmptyState title="Nothing is recorded yet">
			What you say to Claude Code, Gemini CLI or Codex CLI on this machine appears here the moment it is written, while{" "}
			{sources.monitors[0]} runs.
		</EmptyState>
	);
}
