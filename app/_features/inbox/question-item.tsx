"use client";

import { memo } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { followedBy } from "../../_navigation/app-link.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Age } from "../../_ui/time.tsx";
import { UrgencyPill } from "../../_ui/urgency-pill.tsx";
import { deadlineWords, KIND_WORDS, outcomeWords, returnWords } from "../../_words/question-words.ts";
import { hrefOf, type Tab } from "./place.ts";
import { usePlace } from "./use-place.ts";

interface Props {
	question: Question;
	tab: Tab;
	current: boolean;
	selected: boolean;
	/** Null where nothing is done with several at once. */
	onSelect: ((question: Question, on: boolean) => void) | null;
}

/** One line of the list. */
export const QuestionItem = memo(function QuestionItem({ question, tab, current, selected, onSelect }: Props) {
	const { place, go } = usePlace();
	const { ticket, kind, task, title, urgency, lastMessageFrom } = question;
	const follow = followedBy(() => go({ ticket }, place.ticket === null ? "push" : "replace"));
	const about = [KIND_WORDS[kind], task].filter((one) => one !== null).join(" · ");
	return (
		<div
			className={classNames(
				"flex border-l-3",
				current ? "desk:border-l-accent desk:bg-raise" : "hover:bg-raise",
				selected && "bg-accent-soft",
				"border-l-transparent",
			)}
		>
			{onSelect && (
				<label className="w-8 flex-none pt-3.5 text-center">
					<input
						type="checkbox"
						aria-label={`Select ${ticket}`}
						checked={selected}
						onChange={(event) => onSelect(question, event.target.checked)}
						className="size-4 accent-accent opacity-0 group-hover:opacity-100 checked:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
					/>
				</label>
			)}
			<a
				href={hrefOf({ ...place, tab, ticket })}
				onClick={follow}
				data-item={ticket}
				aria-current={current ? "true" : undefined}
				className={classNames(
					"grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5 py-3 pr-4 focus-visible:-outline-offset-2",
					onSelect ? "pl-0.5" : "pl-4",
				)}
			>
				<b className="line-clamp-3 font-semibold break-words">
					<SafeText text={title} />
				</b>
				<span className="flex items-center gap-2 text-small text-ink-2">
					<span className="font-mono">{ticket}</span>
					{tab !== "answered" && <UrgencyPill urgency={urgency} />}
					<span className="min-w-0 flex-1 truncate">
						{tab === "answered" ? outcomeWords(question) : <SafeText text={about} />}
						{lastMessageFrom === "asker" && tab === "pending" && <b className="font-semibold text-ink"> · replied</b>}
					</span>
					{tab === "pending" && <Age at={question.createdAt} />}
					{tab === "later" && <Return question={question} />}
					{tab === "answered" && <Age at={question.answeredAt ?? question.createdAt} />}
				</span>
				{tab === "pending" && <Due question={question} />}
			</a>
		</div>
	);
});

/** What happens when, if there is a deadline that decides something. */
function Due({ question }: { question: Question }) {
	const words = useTimeWords((now) => deadlineWords(question, now));
	if (question.deadlineAt === null || question.onDeadline === "wait") return null;
	return (
		<span className="line-clamp-2 text-small break-words text-warn">
			<SafeText text={words} />
		</span>
	);
}

/** When it comes back. */
function Return({ question }: { question: Question }) {
	const words = useTimeWords((now) => returnWords(question, now));
	return <span className="flex-none whitespace-nowrap">{words}</span>;
}
