import { TriangleAlert } from "lucide-react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { TicketLinks } from "../../_ui/ticket-link.tsx";
import { count } from "../../_words/quantity.ts";
import { NextFlag } from "./next-flag.tsx";

/** How much a title stands out: what is under way most, what is over least. */
export function weightOf({ shown, next }: RoadmapEntry): string {
	if (shown === "done" || shown === "finished" || shown === "cancelled") return "text-ink-2";
	return next || shown === "working" || shown === "parked" || shown === "review" ? "font-semibold" : "";
}

/** What is special about an item: it was put first, it asks something, or something of it is unclear. */
export function Marks({ item: { next, tickets, warnings } }: { item: RoadmapEntry }) {
	return (
		<>
			{next && <NextFlag />}
			{tickets.length > 0 && (
				<span className="relative z-1 flex-none text-small">
					<TicketLinks tickets={tickets} />
				</span>
			)}
			{warnings.length > 0 && (
				<span
					className="relative z-1 flex-none text-warn"
					title={warnings.map((warning) => visibleText(warning)).join("\n")}
				>
					<TriangleAlert aria-hidden="true" size={13} strokeWidth={1.75} className="translate-y-0.5" />
					<span className="sr-only">{count(warnings.length, "warning")}</span>
				</span>
			)}
		</>
	);
}
