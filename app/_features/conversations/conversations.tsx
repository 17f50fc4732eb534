"use client";

import { useCallback, useRef, useState } from "react";
import { usePlacing } from "../../_navigation/use-placing.ts";
import { useNarrow } from "../../_shell/use-narrow.ts";
import { classNames } from "../../_ui/class-names.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { DayView } from "./day-view.tsx";
import { conversationKey, turnKey } from "./entries.ts";
import { EntryList } from "./entry-list.tsx";
import { ListTools } from "./list-tools.tsx";
import { MonitorState } from "./monitor-state.tsx";
import { NothingListed } from "./nothing-listed.tsx";
import { conversationsPage, type Place, placeOf } from "./place.ts";
import { Reading } from "./reading.tsx";
import { useConversationKeys } from "./use-conversation-keys.ts";
import { useEntries } from "./use-entries.ts";
import { useSources } from "./use-record.ts";

/** The recorded conversations at the left, the open one at the right; on a phone one after the other. */
export function Conversations() {
	const placing = usePlacing<Place>(placeOf, conversationsPage);
	const { place, go } = placing;
	const list = useEntries(place);
	const sources = useSources();
	const known = sources.status === "ready" ? sources.value : null;
	const frame = useRef<HTMLDivElement>(null);
	const [wanted, setWanted] = useState<string | null>(null);
	const onFocused = useCallback(() => setWanted(null), []);
	const current = currentKey(place);
	const entry = list.entries.find(({ key }) => place.id !== null && key === conversationKey(place.id));
	const listed = entry?.kind === "conversation" ? entry.conversation : null;
	const isOpen = place.id !== null || place.day !== null;
	const narrow = useNarrow();
	useConversationKeys({ entries: list.entries, more: list.more, placing, frame, narrow, onWanted: setWanted });

	return (
		<div
			ref={frame}
			data-fills="always"
			className="flex min-h-0 min-w-0 flex-1 flex-col desk:grid desk:grid-cols-[minmax(280px,340px)_minmax(0,1fr)] desk:grid-rows-[minmax(0,1fr)]"
		>
			<h1 className="sr-only">Conversations</h1>
			<section
				aria-label="Recorded conversations"
				className={classNames(
					"flex min-h-0 flex-1 flex-col border-line bg-panel desk:flex desk:border-r",
					isOpen && "max-desk:hidden",
				)}
			>
				<ListTools placing={placing} sources={known} />
				{known && <MonitorState sources={known} isEmpty={list.entries.length === 0} />}
				{list.state === "failed" && (
					<p role="alert" className="flex-none border-b border-line bg-warn-soft px-4 py-3">
						{list.reason}
					</p>
				)}
				{list.entries.length === 0 ? (
					<NothingListed state={list.state} place={place} sources={known} />
				) : (
					<EntryList list={list} placing={placing} current={current} wanted={wanted} onFocused={onFocused} />
				)}
				{list.entries.length > 0 && <KeyHints />}
			</section>
			<div className={classNames("flex min-h-0 min-w-0 flex-1 flex-col desk:flex", !isOpen && "max-desk:hidden")}>
				{place.id !== null ? (
					<Reading
						key={place.id}
						id={place.id}
						listed={listed}
						at={place.at}
						onLatest={() => go({ at: null }, "replace")}
						onBack={() => go({ id: null, at: null, within: false })}
					/>
				) : place.day !== null ? (
					<DayView key={place.day} day={place.day} onBack={() => go({ day: null })} />
				) : (
					<div className="grid flex-1 place-content-center p-8 text-center text-ink-2">
						<p>{list.entries.length > 0 ? "Choose a conversation to read it here." : ""}</p>
					</div>
				)}
			</div>
		</div>
	);
}

function KeyHints() {
	const hints = [
		[["j", "k"], "move"],
		[["↵"], "read"],
		[["Esc"], "back"],
		[["G"], "newest"],
	] as const;
	return (
		<p className="hidden flex-none flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 text-small text-ink-2 desk:flex pointer-coarse:hidden">
			{hints.map(([keys, words]) => (
				<span key={words} className="whitespace-nowrap">
					{keys.map((one) => (
						<KeyHint key={one} keys={one} />
					))}{" "}
					{words}
				</span>
			))}
		</p>
	);
}

/** The line of the list that is open. */
function currentKey({ id, at, search }: Place): string | null {
	if (at !== null && search.trim() !== "") return turnKey(at);
	return id === null ? null : conversationKey(id);
}
