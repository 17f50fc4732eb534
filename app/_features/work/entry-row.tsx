"use client";

import { ChevronRight } from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import type { TimelineEntry } from "../../../server/contract/record.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { CallDetails } from "./call-details.tsx";
import { lookOf } from "./kinds.ts";
import { TimeOfDay } from "./moment.tsx";
import { Output } from "./output.tsx";

/** What is run, and what a file is called, is shown to the letter. */
const EXACT = new Set<TimelineEntry["kind"]>(["tool", "check"]);

/** One thing that happened; what is more than a line opens below it. */
export const EntryRow = memo(function EntryRow({ entry, inFold = false }: { entry: TimelineEntry; inFold?: boolean }) {
	const { icon: Icon, words, colour } = lookOf(entry);
	const person = entry.kind === "person";
	const opens = entry.detail !== null || (entry.call !== undefined && entry.run !== null);
	const title = <Title entry={entry} />;
	return (
		<li
			data-entry={entry.key}
			data-kind={entry.kind}
			tabIndex={-1}
			className={classNames(
				"grid scroll-mt-24 grid-cols-[42px_18px_minmax(0,1fr)] gap-2 px-4 py-1.25 outline-offset-[-2px]",
				person && "bg-accent-soft",
				inFold && "pl-6",
			)}
		>
			<TimeOfDay at={entry.at} />
			<Icon aria-hidden="true" size={14} strokeWidth={1.6} className={classNames("mt-0.75", colour ?? "text-ink-3")} />
			<div className="min-w-0 break-words">
				<span className={person ? "mr-1.5 font-semibold" : "sr-only"}>{words}:</span>
				{opens ? (
					<Opening entry={entry} title={title} />
				) : (
					<>
						{title}
						<Outcome entry={entry} />
					</>
				)}
			</div>
		</li>
	);
});

function Opening({ entry, title }: { entry: TimelineEntry; title: ReactNode }) {
	const [open, setOpen] = useState(false);
	return (
		<details className="group/entry" onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary className="rounded-sm hover:text-ink-2">
				{title}
				<Outcome entry={entry} />
				<ChevronRight
					aria-hidden="true"
					size={12}
					className="ml-1 inline-block text-ink-3 group-open/entry:rotate-90"
				/>
			</summary>
			{open && (
				<div className="mt-1.5 grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 pb-1">
					{entry.ticket && <TicketLink ticket={entry.ticket} />}
					{entry.detail !== null && <Output label="In full" text={entry.detail} />}
					{entry.call && entry.run !== null && <CallDetails run={entry.run} call={entry.call} />}
				</div>
			)}
		</details>
	);
}

function Title({ entry }: { entry: TimelineEntry }) {
	const { ticket, title, kind, detail } = entry;
	const text = <SafeText text={title} mode={EXACT.has(kind) ? "code" : "prose"} />;
	// A line that opens has the link within: a link in its title would be pressed with it.
	if (!ticket || detail !== null) return text;
	const [before, ...after] = title.split(new RegExp(`\\b${ticket.replace(/[^\w-]/g, "")}\\b`));
	return (
		<>
			<SafeText text={before ?? ""} />
			{after.length === 0 && " "}
			<TicketLink ticket={ticket} />
			{after.length > 0 && <SafeText text={after.join(ticket)} />}
		</>
	);
}

const OUTCOMES: Record<NonNullable<TimelineEntry["outcome"]>, { words: string; colour: string }> = {
	ok: { words: "ok", colour: "text-ok" },
	failed: { words: "failed", colour: "text-bad" },
	cancelled: { words: "cancelled", colour: "text-ink-2" },
};

/** How it ended; of a step also that it has not ended yet, or was cut off. */
function Outcome({ entry }: { entry: TimelineEntry }) {
	const { outcome, call } = entry;
	const running = call && (call.status === "in_progress" || call.status === "pending");
	if (running) return <span className="ml-1.5 text-small font-semibold text-accent">running</span>;
	if (call?.status === "interrupted") return <span className="ml-1.5 text-small text-ink-2">cut off</span>;
	// What went well is the usual thing, and said only where something might have failed.
	if (!outcome || (outcome === "ok" && entry.kind !== "check")) return null;
	const { words, colour } = OUTCOMES[outcome];
	return <span className={classNames("ml-1.5 text-small font-semibold", colour)}>{words}</span>;
}
