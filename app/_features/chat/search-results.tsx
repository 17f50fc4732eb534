"use client";

import type { ChatFound } from "../../../server/contract/chat.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { searchPath } from "./chat-api.ts";
import { chatPage } from "./place.ts";

/** Messages of a conversation that have some words; each leads to its place. */
export function SearchResults({ daemon, search }: { daemon: string; search: string }) {
	const found = useFetched<ChatFound>(searchPath(daemon, search));
	if (found.status === "failed") return <EmptyState title="The search did not work">{found.reason}</EmptyState>;
	if (found.status === "loading") {
		return (
			<div className="grid gap-3 px-4 py-5 desk:px-6">
				<Skeleton className="w-3/5" />
				<Skeleton className="w-2/5" />
			</div>
		);
	}
	const { messages, next } = found.value;
	if (messages.length === 0) {
		return (
			<EmptyState title="Nothing was found">
				Each word counts by its beginning, and all of them must be there.
			</EmptyState>
		);
	}
	return (
		<div className="min-h-0 flex-1 overflow-y-auto">
			<ol aria-label="Found messages">
				{messages.map(({ id, from, at, excerpt }) => (
					<li key={id} className="border-b border-line">
						<AppLink href={chatPage({ daemon, at: id })} className="grid gap-0.5 px-4 py-2.5 hover:bg-raise desk:px-6">
							<span className="flex gap-2 text-small text-ink-2">
								<b className="font-semibold">
									{{ person: "You", daemon, nightshift: "Nightshift", agent: "Agent" }[from]}
								</b>
								<RelativeTime at={at} />
							</span>
							<span className="line-clamp-3 wrap-anywhere">
								<SafeText text={excerpt} />
							</span>
						</AppLink>
					</li>
				))}
			</ol>
			{next !== null && (
				<p className="px-4 py-3 text-small text-ink-2 desk:px-6">There is more; add a word to narrow it down.</p>
			)}
		</div>
	);
}
