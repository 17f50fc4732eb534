"use client";

import { useEffect, useState } from "react";
import { useLiveState } from "../../_live/store.ts";
import { daemonNamed, useDaemonFacts, useDaemonNames } from "../../_live/use-daemon.ts";
import { usePlacing } from "../../_navigation/use-placing.ts";
import { EmptyState } from "../../_ui/panel.tsx";
import { SearchField } from "../../_ui/search-field.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { ToolSelect } from "../../_ui/tool-select.tsx";
import { doingState } from "../../_words/daemon-words.ts";
import { Conversation } from "./conversation.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { chatPage, type Place, placeOf } from "./place.ts";
import { SearchResults } from "./search-results.tsx";
import { useConversations } from "./use-conversations.ts";

/** The conversations with the daemons, one each. */
export function Chat() {
	const ready = useLiveState(() => true, false);
	const names = useDaemonNames();
	const { place, go } = usePlacing<Place>(placeOf, chatPage);
	const fetched = useConversations();
	const all = fetched.status === "ready" ? fetched.value.conversations : [];
	const daemon = place.daemon ?? names[0] ?? all[0]?.daemon ?? null;
	const conversation = all.find((one) => one.daemon === daemon);
	/** Grows when the person wants the newest messages, from wherever they are. */
	const [turn, setTurn] = useState(0);

	if (!ready || (fetched.status === "loading" && all.length === 0)) return <Waiting />;
	if (fetched.status === "failed" && all.length === 0) {
		return (
			<Page>
				<EmptyState title="The conversations cannot be read">{fetched.reason}</EmptyState>
			</Page>
		);
	}
	if (daemon === null) {
		return (
			<Page>
				<EmptyState title="No daemon is set up yet">
					Each daemon has a conversation here. Add one to <code className="font-mono text-small">config.json</code>, or
					run <code className="font-mono text-small">nightshift add</code>.
				</EmptyState>
			</Page>
		);
	}
	return (
		<Page>
			<div className="flex min-h-0 flex-1">
				<ConversationList all={all} current={daemon} />
				<div className="flex min-h-0 min-w-0 flex-1 flex-col">
					<Tools names={all.map((one) => one.daemon)} daemon={daemon} place={place} go={go} />
					{!conversation ? (
						<EmptyState title={`There is no daemon named ${daemon}`}>Choose another.</EmptyState>
					) : place.search !== null && place.at === null ? (
						<SearchResults daemon={daemon} search={place.search} />
					) : (
						<Conversation
							key={`${daemon} ${place.at} ${turn}`}
							daemon={daemon}
							daemons={names}
							known={conversation.known}
							at={place.at}
							readTo={conversation.readTo}
							onLatest={() => {
								if (place.at !== null) go({ at: null, search: null }, "replace");
								setTurn(turn + 1);
							}}
						/>
					)}
				</div>
			</div>
		</Page>
	);
}

interface ToolsProps {
	names: readonly string[];
	daemon: string;
	place: Place;
	go: (to: Partial<Place>, how?: "push" | "replace") => void;
}

/** Whom it is with, how that one is, and a search. */
function Tools({ names, daemon, place, go }: ToolsProps) {
	const facts = useDaemonFacts((state) => daemonNamed(state, daemon));
	const [text, setText] = useState(place.search ?? "");
	useEffect(() => setText(place.search ?? ""), [place.search]);
	return (
		<div className="flex flex-none flex-wrap items-center gap-2.5 border-b border-line bg-panel px-4 py-2 desk:px-6">
			<ToolSelect
				label="Conversation"
				value={daemon}
				onValue={(name) => go({ daemon: name, at: null, search: null })}
				className="min-w-0 max-w-[60%] flex-none desk:hidden"
			>
				{names.map((name) => (
					<option key={name}>{name}</option>
				))}
			</ToolSelect>
			<p className="min-w-0 truncate font-strong max-desk:hidden">{daemon}</p>
			{facts && <StateBadge state={doingState(facts)} />}
			<SearchField
				text={text}
				onText={setText}
				onSubmit={() => go({ search: text.trim() || null, at: null })}
				onClear={() => {
					setText("");
					go({ search: null, at: null });
				}}
				label="Search this conversation"
				placeholder="Search"
				keyLabel="Search the conversation"
				group="Chat"
				className="ml-auto w-56 max-tablet:w-full"
			/>
		</div>
	);
}

function Page({ children }: { children: React.ReactNode }) {
	return (
		<div data-fills="always" className="flex min-h-0 min-w-0 flex-1 flex-col">
			<h1 className="sr-only">Chat</h1>
			{children}
		</div>
	);
}

function Waiting() {
	return (
		<Page>
			<div className="grid gap-3.5 px-4 py-5 desk:px-6">
				{["w-2/5", "w-3/5", "w-1/2"].map((width) => (
					<Skeleton key={width} className={width} />
				))}
			</div>
		</Page>
	);
}
