"use client";

import { ArrowDown } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { Composer } from "./composer.tsx";
import { MessageRows } from "./message-rows.tsx";
import { rowsOf } from "./rows.ts";
import { type Messages, useMessages } from "./use-messages.ts";
import { type Sending, useReading, useSending } from "./use-sending.ts";

interface Props {
	daemon: string;
	daemons: readonly string[];
	/** It is in config.json, and can be written to. */
	known: boolean;
	/** A message to begin with; null: the newest. */
	at: number | null;
	/** Up to where it was read when it was opened. */
	readTo: number | null;
	onLatest: () => void;
}

/** One conversation: what was said, and the place to say more. */
export function Conversation({ daemon, daemons, known, at, readTo, onLatest }: Props) {
	const messages = useMessages(daemon, at);
	const sending = useSending(daemon, messages.take);
	const field = useRef<HTMLTextAreaElement>(null);
	const [following, setFollowing] = useState(at === null);
	const { window } = messages;
	const atEnd = following && window !== null && !window.newer;
	const last = window?.messages.at(-1)?.id ?? null;
	useReading(daemon, last, atEnd);
	useTold(messages);

	const latest = () => {
		// What is kept may end long before the newest: then the page begins anew at the end.
		if (at !== null || window?.newer) onLatest();
		setFollowing(true);
	};
	useKeys([
		{ keys: "c", label: "Write a message", group: "Chat", run: () => field.current?.focus() },
		{ keys: "G, e", label: "Go to the newest message", group: "Chat", run: latest },
	]);
	const send = async (text: string) => {
		const isSent = await sending.send(text);
		if (isSent) latest();
		return isSent;
	};
	return (
		<>
			<Said
				daemon={daemon}
				messages={messages}
				sending={sending}
				following={atEnd}
				at={at}
				readTo={readTo}
				onFollow={setFollowing}
				onLatest={latest}
			/>
			{(sending.failure ?? messages.failure) && (
				<p role="alert" className="flex-none border-t border-line px-4 py-2 text-small text-bad desk:px-6">
					{sending.failure ?? messages.failure}
				</p>
			)}
			<Writing daemon={daemon} daemons={daemons} known={known} onSend={send} field={field} />
		</>
	);
}

function Writing({
	known,
	...rest
}: {
	daemon: string;
	daemons: readonly string[];
	known: boolean;
	onSend: (text: string) => Promise<boolean>;
	field: RefObject<HTMLTextAreaElement | null>;
}) {
	if (known) return <Composer {...rest} />;
	return (
		<p className="flex-none border-t border-line bg-panel px-4 py-3 text-small text-ink-2 desk:px-6">
			{rest.daemon} is not in config.json, so it cannot be written to here.
		</p>
	);
}

interface SaidProps {
	daemon: string;
	messages: Messages;
	sending: Sending;
	following: boolean;
	at: number | null;
	readTo: number | null;
	onFollow: (following: boolean) => void;
	onLatest: () => void;
}

function Said({ daemon, messages, sending, following, at, readTo, onFollow, onLatest }: SaidProps) {
	const { window, loadOlder, loadNewer } = messages;
	const rows = useMemo(() => rowsOf(window?.messages ?? [], readTo), [window, readTo]);
	if (window === null) {
		return (
			<div className="grid min-h-0 flex-1 content-start gap-3.5 px-4 py-5 desk:px-6">
				{["w-2/5", "w-3/5", "w-1/2"].map((width) => (
					<Skeleton key={width} className={width} />
				))}
			</div>
		);
	}
	if (window.messages.length === 0) {
		return (
			<div className="min-h-0 flex-1 overflow-y-auto">
				<EmptyState title={`Nothing was said with ${daemon} yet`}>
					<p>
						Write to it as to a colleague: “what is it doing?”, “ask the daemon to run the tests”, or{" "}
						<code className="font-mono text-small">/help</code> for all there is. What it asks you appears here too.
					</p>
				</EmptyState>
			</div>
		);
	}
	return (
		<div className="relative flex min-h-0 flex-1 flex-col">
			<MessageRows
				label={`Conversation with ${daemon}`}
				rows={rows}
				following={following}
				mark={at}
				onAway={() => onFollow(false)}
				onEnd={() => !window.newer && onFollow(true)}
				onBeginning={loadOlder}
				onEnding={loadNewer}
				onUndo={sending.undo}
				onCancel={sending.cancel}
			/>
			{!following && (
				<Button
					look="plain"
					size="small"
					onClick={onLatest}
					className="absolute right-4 bottom-3 shadow-xl desk:right-6"
				>
					<ArrowDown aria-hidden="true" size={13} /> Newest
				</Button>
			)}
		</div>
	);
}

/** Says an answer aloud once it is complete, as it comes; not what was there before. */
function useTold({ window }: Messages): void {
	const known = useRef<Map<number, string> | null>(null);
	useEffect(() => {
		if (!window) return;
		const before = known.current;
		for (const { id, from, text, state } of window.messages) {
			const isNews = before !== null && before.get(id) !== state && id >= Math.max(0, ...before.keys());
			if (isNews && from !== "person" && state !== "streaming") announce(text.slice(0, 300));
		}
		known.current = new Map(window.messages.map(({ id, state }) => [id, state]));
	}, [window]);
}
