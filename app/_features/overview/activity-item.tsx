"use client";

import {
	CircleHelp,
	GitCommitHorizontal,
	ListChecks,
	ListTodo,
	type LucideIcon,
	MessageSquare,
	Power,
	SendHorizontal,
	SquareTerminal,
	TriangleAlert,
} from "lucide-react";
import { memo, type ReactNode } from "react";
import type { ActivityEntry, ActivityKind } from "../../../server/contract/activity.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { Age, RelativeTime } from "../../_ui/time.tsx";

const KINDS: Record<ActivityKind, { icon: LucideIcon; words: string; colour?: string }> = {
	daemon: { icon: Power, words: "Daemon" },
	task: { icon: ListTodo, words: "Task" },
	message: { icon: MessageSquare, words: "Message" },
	plan: { icon: ListChecks, words: "Plan" },
	tool: { icon: SquareTerminal, words: "Tool" },
	commit: { icon: GitCommitHorizontal, words: "Commit", colour: "text-ok" },
	question: { icon: CircleHelp, words: "Question", colour: "text-wait" },
	command: { icon: SendHorizontal, words: "Command" },
	problem: { icon: TriangleAlert, words: "Problem", colour: "text-warn" },
};

const OUTCOMES: Record<NonNullable<ActivityEntry["outcome"]>, { words: string; colour: string }> = {
	ok: { words: "ok", colour: "text-ok" },
	failed: { words: "failed", colour: "text-bad" },
	cancelled: { words: "cancelled", colour: "text-ink-3" },
};

const TICKET = /^Q-\d+$/;

interface ItemProps {
	/** The newest of those that the line stands for. */
	entry: ActivityEntry;
	/** How many entries the line stands for. */
	times: number;
	/** When the oldest of them happened, ISO 8601. */
	since: string;
	/** Says whose it is. */
	named: boolean;
}

/** One line of the feed; what is more than a line opens below it. */
export const ActivityItem = memo(function ActivityItem({ entry, times, since, named }: ItemProps) {
	const { icon: Icon, words, colour } = KINDS[entry.kind];
	return (
		<li className="grid grid-cols-[48px_18px_minmax(0,1fr)] gap-2 px-4 py-1.25">
			<Age at={entry.at} className="text-small leading-5 text-ink-3" />
			<Icon aria-hidden="true" size={14} strokeWidth={1.6} className={classNames("mt-0.75", colour ?? "text-ink-3")} />
			<div className="min-w-0 break-words">
				<span className="sr-only">{words}: </span>
				{entry.detail ? (
					<Expandable entry={entry} detail={entry.detail}>
						<Words kind={entry.kind} text={entry.title} />
						<Ending entry={entry} times={times} since={since} named={named} />
					</Expandable>
				) : (
					<>
						<Title entry={entry} />
						<Ending entry={entry} times={times} since={since} named={named} />
					</>
				)}
			</div>
		</li>
	);
});

function Ending({ entry, times, since, named }: ItemProps) {
	const outcome = entry.outcome && OUTCOMES[entry.outcome];
	return (
		<>
			{outcome && (
				<span className={classNames("ml-1.5 text-small font-semibold", outcome.colour)}>{outcome.words}</span>
			)}
			{times > 1 && (
				<span className="ml-1.5 text-small text-ink-2">
					{times} times, first <RelativeTime at={since} />
				</span>
			)}
			{named && entry.daemon && (
				<span className="ml-1.5 text-small text-ink-3">
					<SafeText text={entry.daemon} />
				</span>
			)}
		</>
	);
}

/** What a tool did is mostly a command or a path, where nothing may hide. */
function Words({ kind, text }: { kind: ActivityKind; text: string }) {
	return <SafeText text={text} mode={kind === "tool" ? "code" : "prose"} />;
}

/** The ticket leads to its question, wherever the title names it. */
function Title({ entry }: { entry: ActivityEntry }) {
	const { ticket, title } = entry;
	if (!ticket || !TICKET.test(ticket)) return <Words kind={entry.kind} text={title} />;
	const [before, ...after] = title.split(new RegExp(`\\b${ticket}\\b`));
	return (
		<>
			<SafeText text={before ?? ""} />
			{after.length === 0 && " "}
			<TicketLink ticket={ticket} />
			{after.length > 0 && <SafeText text={after.join(ticket)} />}
		</>
	);
}

function Expandable({ entry, detail, children }: { entry: ActivityEntry; detail: string; children: ReactNode }) {
	return (
		<details className="group">
			<summary className="rounded-sm hover:text-ink-2">
				{children}
				<span aria-hidden="true" className="ml-1.5 inline-block text-ink-3 transition-transform group-open:rotate-90">
					›
				</span>
			</summary>
			{entry.ticket && <TicketLink ticket={entry.ticket} />}
			<pre
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a long output must scroll by keyboard too
				tabIndex={0}
				className="mt-1 max-h-72 overflow-auto rounded-md border border-line bg-raise px-2.5 py-2 font-mono text-small whitespace-pre-wrap"
			>
				<SafeText text={detail} />
			</pre>
		</details>
	);
}
