"use client";

import { ChevronRight, Wrench } from "lucide-react";
import { useState } from "react";
import type { TimelineEntry } from "../../../server/contract/record.ts";
import { count } from "../../_words/quantity.ts";
import { EntryRow } from "./entry-row.tsx";
import { stepWords } from "./kinds.ts";
import { TimeOfDay } from "./moment.tsx";

/** Several steps in a row: what they were, in one line. */
export function StepsRow({ steps }: { steps: readonly TimelineEntry[] }) {
	const [open, setOpen] = useState(false);
	const failed = steps.filter(({ outcome }) => outcome === "failed").length;
	const running = steps.some(({ call }) => call?.status === "in_progress" || call?.status === "pending");
	const newest = steps[0];
	return (
		<li data-kind="steps">
			<details className="group/steps" onToggle={(event) => setOpen(event.currentTarget.open)}>
				<summary className="grid grid-cols-[42px_18px_minmax(0,1fr)] gap-2 px-4 py-1.25 hover:bg-raise">
					{newest && <TimeOfDay at={newest.at} />}
					<Wrench aria-hidden="true" size={14} strokeWidth={1.6} className="mt-0.75 text-ink-3" />
					<span>
						{count(steps.length, "step")}: {stepWords(steps)}
						{failed > 0 && <span className="ml-1.5 text-small font-semibold text-bad">{failed} failed</span>}
						{running && <span className="ml-1.5 text-small font-semibold text-accent">running</span>}
						<ChevronRight
							aria-hidden="true"
							size={12}
							className="ml-1 inline-block text-ink-3 group-open/steps:rotate-90"
						/>
					</span>
				</summary>
				{open && (
					<ol className="border-y border-line bg-raise">
						{steps.map((entry) => (
							<EntryRow key={entry.key} entry={entry} inFold />
						))}
					</ol>
				)}
			</details>
		</li>
	);
}
