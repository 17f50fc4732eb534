"use client";

import type { Decided, Handover } from "../../../server/contract/handover.ts";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Pill } from "../../_ui/state-badge.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { RelativeTime } from "../../_ui/time.tsx";

/** What was decided without the person: by a default, or by a rule of theirs. */
export function Decisions({ handover: { decided, decidedCount } }: { handover: Handover }) {
	return (
		<Panel labelledBy="decided">
			<PanelHead id="decided" title="Decided for you">
				{decidedCount > 0 && <span className="text-small text-ink-2">{decidedCount}</span>}
			</PanelHead>
			{decided.length === 0 && (
				<EmptyState title="Nothing">No default fired, and no rule of yours had to answer.</EmptyState>
			)}
			<ul className="divide-y divide-line">
				{decided.map((one) => (
					<li key={one.ticket} className="grid gap-0.5 px-4 py-2.5">
						<Decision decision={one} />
					</li>
				))}
			</ul>
			{decidedCount > decided.length && (
				<p className="border-t border-line px-4 py-2.5 text-ink-2">And {decidedCount - decided.length} more.</p>
			)}
		</Panel>
	);
}

function Decision({
	decision: { ticket, title, decision, by, at, taken, reviewed, daemon, task },
}: {
	decision: Decided;
}) {
	const about = [task, daemon].filter((one) => one !== null).join(", ");
	return (
		<>
			<p className="flex items-baseline gap-x-3">
				<TicketLink ticket={ticket} />
				<b className="min-w-0 flex-1 font-semibold break-words">
					<SafeText text={title} />
				</b>
				<RelativeTime at={at} className="text-small text-ink-2" />
			</p>
			<p className="flex flex-wrap items-center gap-x-3 gap-y-1 break-words">
				<span className="min-w-0">
					→ <SafeText text={decision} />
				</span>
				<Pill tone={by === "default" ? "warn" : "off"}>{by === "default" ? "By default" : "By your rule"}</Pill>
				<span className="text-small text-ink-2">
					{about && <SafeText text={`${about} · `} />}
					{reviewed ? "you have looked at it" : taken ? "acted on" : "can still be changed"}
				</span>
			</p>
		</>
	);
}
