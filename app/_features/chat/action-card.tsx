"use client";

import { MessageSquareText, Play, RotateCw, Square, Undo2 } from "lucide-react";
import type { ChatAction, ChatMessage } from "../../../server/contract/chat.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText, VisibleText } from "../../_ui/safe-text.tsx";
import { secondsUntil } from "../../_words/time.ts";
import { Receipt } from "./receipt.tsx";

const ICONS = { start: Play, stop: Square, restart: RotateCw, tell: MessageSquareText } as const;
const GOING = { start: "Starting", stop: "Stopping", restart: "Restarting", tell: "Telling" } as const;
const GONE = { start: "Started", stop: "Stopped", restart: "Restarted", tell: "Told" } as const;

interface Props {
	message: ChatMessage;
	action: ChatAction;
	onUndo: (id: number) => void;
}

/** What is going to be done, with the time there is to undo it; then what came of it. */
export function ActionCard({ message: { id, state, command }, action, onUndo }: Props) {
	const { verb, daemon, text, words, actsAt } = action;
	const Icon = ICONS[verb];
	const left = useTimeWords((now) => String(secondsUntil(actsAt, now)));
	const waiting = state === "waiting";
	const dropped = state === "undone" || state === "failed";
	const title = dropped ? `Not done: ${verb}` : state === "complete" ? GONE[verb] : GOING[verb];
	return (
		<div className="grid w-fit max-w-[min(84ch,100%)] min-w-0 gap-1.5 rounded-lg border border-line bg-panel px-3 py-2">
			<div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
				<Icon
					aria-hidden="true"
					size={14}
					className={classNames("flex-none", dropped ? "text-ink-3" : "text-accent")}
				/>
				<p className={classNames("font-semibold", dropped && "text-ink-2")}>
					{title} <SafeText text={daemon} />
					{waiting && (
						<span role="timer" aria-live="off" className="font-normal text-ink-2" suppressHydrationWarning>
							{" "}
							{left === "0" ? "now" : `in ${left} s`}
						</span>
					)}
					{state === "acting" && <span className="font-normal text-ink-2">…</span>}
				</p>
				{waiting && (
					<Button size="small" onClick={() => onUndo(id)}>
						<Undo2 aria-hidden="true" size={13} /> Undo
					</Button>
				)}
			</div>
			{text !== null && (
				<p
					dir="auto"
					data-outside
					className="max-h-40 overflow-auto border-l-3 border-line-strong pl-2.5 wrap-anywhere whitespace-pre-wrap text-ink-2"
				>
					<VisibleText text={text} />
				</p>
			)}
			{words && (
				<p className={classNames("text-small", state === "failed" ? "text-bad" : "text-ink-2")}>
					<SafeText text={words} />
				</p>
			)}
			{command && <Receipt command={command} />}
		</div>
	);
}
