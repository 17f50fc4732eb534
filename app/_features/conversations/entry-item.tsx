"use client";

import { memo, type ReactNode } from "react";
import type { RecordedConversation } from "../../../server/contract/conversations.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { followedBy } from "../../_navigation/app-link.tsx";
import type { Placing } from "../../_navigation/use-placing.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Age } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";
import { dayWords } from "../work/moment.tsx";
import type { Entry, FoundTurn } from "./entries.ts";
import { conversationsPage, type Place } from "./place.ts";
import { SourceMark } from "./source-mark.tsx";
import { SPEAKERS } from "./speakers.ts";
import { placeOfEntry } from "./use-conversation-keys.ts";
import { folderName, isLive, titleOf, turnWords } from "./words.ts";

interface Props {
	entry: Entry;
	placing: Placing<Place>;
	current: boolean;
}

/** One line of the list, with what stands above it. */
export const EntryItem = memo(function EntryItem({ entry, placing, current }: Props) {
	const { place, go } = placing;
	const to = placeOfEntry(entry);
	return (
		<>
			{entry.above && <Above above={entry.above} placing={placing} />}
			<a
				href={conversationsPage({ ...place, ...to })}
				onClick={followedBy(() => go(to, place.id === null ? "push" : "replace"))}
				data-item={entry.key}
				aria-current={current ? "true" : undefined}
				className={classNames(
					"grid min-w-0 gap-0.5 border-l-3 py-2.5 pr-4 pl-3.25 focus-visible:-outline-offset-2",
					current ? "border-l-accent bg-raise" : "border-l-transparent hover:bg-raise",
				)}
			>
				{entry.kind === "conversation" ? (
					<ConversationLine conversation={entry.conversation} />
				) : (
					<TurnLine turn={entry.turn} />
				)}
			</a>
		</>
	);
});

function ConversationLine({ conversation }: { conversation: RecordedConversation }) {
	const { source, cwd, userTurns, replies, lastTurnAt, triggers } = conversation;
	return (
		<>
			<span className="flex min-w-0 items-start gap-2">
				<b className="line-clamp-2 min-w-0 flex-1 font-semibold wrap-anywhere">
					<SafeText text={titleOf(conversation)} />
				</b>
				<LiveDot conversation={conversation} />
			</span>
			<span className="flex min-w-0 items-center gap-2 text-small text-ink-2">
				<SourceMark source={source} />
				<span className="min-w-0 flex-1 truncate">{cwd && <SafeText text={folderName(cwd)} mode="code" />}</span>
				{triggers > 0 && <span title="A backup was asked for">backup</span>}
				<span title={turnWords(conversation)} className="flex-none">
					{count(userTurns + replies, "turn")}
				</span>
				{lastTurnAt && <Age at={lastTurnAt} />}
			</span>
		</>
	);
}

function LiveDot({ conversation }: { conversation: RecordedConversation }) {
	const live = useTimeWords((now) => (isLive(conversation, now) ? "live" : "")) !== "";
	if (!live) return null;
	return (
		<span data-live className="flex flex-none items-center gap-1 text-small font-semibold text-ok">
			<span aria-hidden="true" className="size-1.75 rounded-pill bg-ok" /> Live
		</span>
	);
}

function TurnLine({ turn }: { turn: FoundTurn }) {
	const { role, at, title, source, excerpt } = turn;
	return (
		<>
			<span className="flex min-w-0 items-center gap-2 text-small text-ink-2">
				<b className="flex-none font-semibold text-ink">{SPEAKERS[role]}</b>
				<span className="min-w-0 flex-1 truncate">
					<SafeText text={title?.trim() || source} />
				</span>
				<Age at={at} />
			</span>
			<span className="line-clamp-3 wrap-anywhere">
				<SafeText text={excerpt} />
			</span>
		</>
	);
}

function Above({ above, placing }: { above: NonNullable<Entry["above"]>; placing: Placing<Place> }): ReactNode {
	if ("title" in above) return <Heading>{above.title}</Heading>;
	return <DayHeading at={above.day} placing={placing} />;
}

/** A day, and the way to its record. */
function DayHeading({ at, placing: { place, go } }: { at: string; placing: Placing<Place> }) {
	const words = useTimeWords((now) => dayWords(at, now));
	const day = localDay(at);
	const isOpen = place.day === day && place.id === null;
	return (
		<Heading>
			<span suppressHydrationWarning>{words}</span>
			<a
				href={conversationsPage({ ...place, id: null, at: null, day })}
				onClick={followedBy(() => go({ id: null, at: null, day }))}
				aria-current={isOpen ? "true" : undefined}
				aria-label={`The day's record, ${day}`}
				className={classNames("ml-auto rounded-sm underline underline-offset-2 hover:text-ink", isOpen && "text-ink")}
			>
				The day’s record
			</a>
		</Heading>
	);
}

function Heading({ children }: { children: ReactNode }) {
	return <div className="flex gap-2 bg-bg px-4 py-1 text-small font-semibold text-ink-2">{children}</div>;
}

/** `2026-11-21`, where the person is. */
function localDay(at: string): string {
	const moment = new Date(at);
	const two = (value: number) => String(value).padStart(2, "0");
	return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
