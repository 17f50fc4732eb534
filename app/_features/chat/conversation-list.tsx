"use client";

import type { Conversation } from "../../../server/contract/chat.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { Age } from "../../_ui/time.tsx";
import { doingState } from "../../_words/daemon-words.ts";
import { chatPage } from "./place.ts";

/** With whom there is something to talk about: what each said last, and what is new. */
export function ConversationList({ all, current }: { all: readonly Conversation[]; current: string }) {
	return (
		<nav
			aria-label="Conversations"
			className="hidden w-60 flex-none overflow-y-auto border-r border-line bg-panel p-2 desk:block"
		>
			<ul className="grid gap-0.5">
				{all.map((one) => (
					<li key={one.daemon}>
						<ConversationLink conversation={one} current={one.daemon === current} />
					</li>
				))}
			</ul>
		</nav>
	);
}

function ConversationLink({ conversation, current }: { conversation: Conversation; current: boolean }) {
	const { daemon, last, unread, known } = conversation;
	const facts = useDaemonFacts((state) => daemonNamed(state, daemon));
	const isNew = unread > 0 && !current;
	return (
		<AppLink
			href={chatPage({ daemon })}
			aria-current={current ? "page" : undefined}
			className={classNames(
				"grid min-w-0 gap-0.5 rounded-md px-2.5 py-2",
				current ? "bg-accent-soft" : "hover:bg-raise",
			)}
		>
			<span className="flex min-w-0 items-center gap-2">
				<span className="min-w-0 flex-1 truncate font-semibold">
					<SafeText text={daemon} />
				</span>
				{isNew && (
					<span className="rounded-pill bg-accent px-1.5 text-label leading-4.5 font-strong text-accent-ink">
						{unread > 99 ? "99+" : unread}
						<span className="sr-only"> new</span>
					</span>
				)}
			</span>
			<span className="flex min-w-0 items-center gap-1.5 text-small text-ink-2">
				{facts ? (
					<>
						<StateShape shape={doingState(facts).shape} />
						<span className="flex-none">{doingState(facts).word}</span>
					</>
				) : (
					<span>{known ? "" : "Not in config.json"}</span>
				)}
				{last && (
					<span className="ml-auto text-ink-2">
						<Age at={last.at} />
					</span>
				)}
			</span>
		</AppLink>
	);
}
