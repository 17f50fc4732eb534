"use client";

import type { Question, ThreadMessage } from "../../../server/contract/question.ts";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";

/** What was asked back about a question, and what the asker explained. */
export function Thread({ question, thread }: { question: Question; thread: readonly ThreadMessage[] }) {
	// What the asker explained is part of what is judged: it is waited for.
	if (thread.length === 0) return question.messages > 0 ? <Skeleton className="h-12 w-full" /> : null;
	return (
		<section aria-label="Thread" className="grid grid-cols-[minmax(0,1fr)] gap-3 border-l-3 border-line pl-4">
			{thread.map((message) => (
				<Message key={message.id} message={message} asker={question.daemon ?? "The script"} />
			))}
		</section>
	);
}

function Message({ message, asker }: { message: ThreadMessage; asker: string }) {
	const { from, text, at, seenAt } = message;
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] gap-1">
			<p className="flex flex-wrap items-baseline gap-x-2 text-small text-ink-2">
				<b className="font-semibold text-ink">{from === "human" ? "You" : <SafeText text={asker} />}</b>
				<RelativeTime at={at} />
				{from === "human" && <span>{seenAt === null ? "not seen yet" : "seen"}</span>}
			</p>
			<MarkdownBody source={text} />
		</div>
	);
}
