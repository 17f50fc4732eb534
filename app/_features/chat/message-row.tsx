"use client";

import { memo } from "react";
import type { ChatMessage } from "../../../server/contract/chat.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText, VisibleText } from "../../_ui/safe-text.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { ClockTime } from "../../_ui/time.tsx";
import { ActionCard } from "./action-card.tsx";
import { QuestionCard } from "./question-card.tsx";
import { Receipt } from "./receipt.tsx";

interface Props {
	message: ChatMessage;
	/** Its author did not say the one before as well. */
	first: boolean;
	/** It was looked for. */
	marked: boolean;
	onUndo: (id: number) => void;
	onCancel: (id: number) => void;
}

/** One thing that was said. */
export const MessageRow = memo(function MessageRow({ message, first, marked, onUndo, onCancel }: Props) {
	const { from, daemon, at } = message;
	const mine = from === "person";
	const author = { person: "You", daemon, nightshift: "Nightshift", agent: "Agent" }[from];
	return (
		<article
			aria-label={`${author}, ${new Date(at).toLocaleString()}`}
			data-from={from}
			className={classNames(
				"grid min-w-0 gap-1 px-4 desk:px-6",
				first ? "pt-3" : "pt-1",
				mine && "justify-items-end",
				marked && "bg-warn-soft py-2",
			)}
		>
			{first && (
				<p className="flex items-baseline gap-2 text-small text-ink-3">
					<span className="font-semibold text-ink-2">
						<SafeText text={author} />
					</span>
					<ClockTime at={at} />
				</p>
			)}
			<Content message={message} onUndo={onUndo} onCancel={onCancel} />
		</article>
	);
});

function Content({ message, onUndo, onCancel }: Omit<Props, "first" | "marked">) {
	const { from, kind, text, state, question, note, page } = message;
	if (message.action) return <ActionCard message={message} action={message.action} onUndo={onUndo} />;
	if (question) return <QuestionCard question={question} />;
	if (from === "person") {
		return (
			<>
				<div
					dir="auto"
					data-outside
					className={classNames(
						"max-w-[min(78ch,92%)] rounded-lg bg-accent-soft px-3 py-2 wrap-anywhere whitespace-pre-wrap",
						kind === "command" && text.startsWith("/") && "font-mono text-small",
					)}
				>
					<VisibleText text={text} />
				</div>
				{message.command && <Receipt command={message.command} />}
			</>
		);
	}
	const streaming = state === "streaming";
	return (
		<div
			className={classNames(
				"grid max-w-[min(84ch,100%)] min-w-0 gap-2",
				state === "failed" && "border-l-3 border-line-strong pl-3",
			)}
		>
			{text !== "" && <MarkdownBody source={text} />}
			{streaming && (
				<p className="flex items-center gap-2 text-small text-ink-2">
					<span className="text-accent">
						<StateShape shape="dots" />
					</span>
					{text === "" ? "Asking the agent…" : "Answering…"}
					<Button size="small" onClick={() => onCancel(message.id)}>
						Stop
					</Button>
				</p>
			)}
			{note && (
				<p className={classNames("text-small", state === "failed" ? "text-bad" : "text-ink-2")}>
					<SafeText text={note} />
				</p>
			)}
			{page && (
				<p className="text-small">
					<AppLink href={page.href} className="text-accent underline underline-offset-2">
						{page.label}
					</AppLink>
				</p>
			)}
		</div>
	);
}
