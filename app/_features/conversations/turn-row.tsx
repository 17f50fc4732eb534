"use client";

import { Archive } from "lucide-react";
import { memo, useState } from "react";
import type { ListedTurn, RecordedTurn } from "../../../server/contract/conversations.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { Pill } from "../../_ui/state-badge.tsx";
import { ClockTime } from "../../_ui/time.tsx";
import { turnApi } from "./conversations-api.ts";
import { NoteText } from "./note-text.tsx";
import { SPEAKERS, SUBAGENT_SPEAKERS } from "./speakers.ts";
import { ToolRow } from "./tool-row.tsx";

interface Props {
	conversation: number;
	turn: ListedTurn;
	/** Whoever spoke did not speak right before, too. */
	first: boolean;
	/** It was looked for. */
	marked: boolean;
	open: boolean;
	onToggle: (id: number, open: boolean) => void;
}

/** One thing that was said or done. */
export const TurnRow = memo(function TurnRow({ conversation, turn, first, marked, open, onToggle }: Props) {
	const { id, role, at, sidechain, trigger, cut, tool } = turn;
	const toggle = () => onToggle(id, !open);
	const speaker = (sidechain ? SUBAGENT_SPEAKERS : SPEAKERS)[role];
	return (
		<article
			aria-label={`${tool ? visibleText(tool.name) : speaker}, ${new Date(at).toLocaleString()}`}
			data-role={role}
			aria-current={marked ? "true" : undefined}
			className={classNames("px-4 desk:px-6", first && !tool ? "pt-3.5" : "pt-1.5", marked && "bg-warn-soft pb-1.5")}
		>
			<div
				className={classNames(
					"grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1",
					sidechain && "border-l-3 border-line-strong pl-3",
				)}
			>
				{tool ? (
					<ToolRow conversation={conversation} turn={turn} tool={tool} open={open} onToggle={toggle} />
				) : (
					<>
						{(first || trigger) && (
							<p className="flex flex-wrap items-center gap-2 text-small text-ink-3">
								<span className="font-semibold text-ink-2">{speaker}</span>
								<ClockTime at={at} />
								{trigger && (
									<Pill tone="busy">
										<Archive aria-hidden="true" size={11} /> asks for a backup
									</Pill>
								)}
							</p>
						)}
						<Words conversation={conversation} turn={turn} open={open} onToggle={toggle} />
					</>
				)}
				{cut > 0 && (
					<p className="text-small text-ink-3">
						{cut.toLocaleString("en")} characters of it were too many to be recorded.
					</p>
				)}
			</div>
		</article>
	);
});

type WordsProps = { conversation: number; turn: ListedTurn; open: boolean; onToggle: () => void };

function Words({ conversation, turn, open, onToggle }: WordsProps) {
	const { id, role, text, left, sidechain } = turn;
	const [wanted, setWanted] = useState(false);
	const whole = useFetched<RecordedTurn>(wanted ? turnApi(conversation, id) : null);
	const shown = whole.status === "ready" ? whole.value.text : text;
	return (
		<>
			{role === "system" ? (
				<NoteText text={shown} open={open} onToggle={onToggle} />
			) : (
				<div
					className={classNames(
						"min-w-0 max-w-[84ch]",
						role === "user" && "justify-self-start rounded-lg px-3 py-2",
						role === "user" && (sidechain ? "bg-off-soft" : "bg-accent-soft"),
					)}
				>
					<MarkdownBody source={role === "user" ? withLineBreaks(shown) : shown} />
				</div>
			)}
			{left > 0 && whole.status !== "ready" && (
				<p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
					{whole.status === "failed" ? whole.reason : `${left.toLocaleString("en")} more characters.`}
					<Button size="small" onClick={() => setWanted(true)} disabled={wanted && whole.status === "loading"}>
						Show all of it
					</Button>
				</p>
			)}
		</>
	);
}

/** What was typed on lines of its own stays so, which Markdown would put together. */
function withLineBreaks(text: string): string {
	return text.replaceAll(/(?<=\S)\r?\n(?=\S)/g, "  \n");
}
