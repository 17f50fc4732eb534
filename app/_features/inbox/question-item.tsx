"use client";

import { memo } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { followedBy } from "../../_navigation/app-link.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Age } from "../../_ui/time.tsx";
import { UrgencyPill } from "../../_ui/urgency-pill.tsx";
import { deadlineWords, KIND_WORDS, outcomeWords } from "../../_words/question-words.ts";
import { hrefOf, type Tab, usePlace } from "./use-place.ts";

interface Props {
	question: Question;
	tab: Tab;
	current: boolean;
}

/** One line of the list. */
export const QuestionItem = memo(function QuestionItem({ question, tab, current }: Props) {
	const { place, go } = usePlace();
	const follow = followedBy(() => go({ tab, ticket: question.ticket }, place.ticket === null ? "push" : "replace"));
	const about = [KIND_WORDS[question.kind], question.task].filter((one) => one !== null).join(" · ");
	return (
		<li className="border-b border-line">
			<a
				href={hrefOf({ tab, ticket: question.ticket })}
				onClick={follow}
				data-item
				aria-current={current ? "true" : undefined}
				className={classNames(
					"grid gap-0.5 border-l-3 px-4 py-3 focus-visible:-outline-offset-2",
					current ? "desk:border-l-accent desk:bg-raise" : "hover:bg-raise",
					"border-l-transparent",
				)}
			>
				<b className="line-clamp-3 font-semibold break-words">
					<SafeText text={question.title} />
				</b>
				<span className="flex items-center gap-2 text-small text-ink-2">
					<span className="font-mono">{question.ticket}</span>
					{tab === "pending" && <UrgencyPill urgency={question.urgency} />}
					<span className="min-w-0 flex-1 truncate">
						{tab === "pending" ? <SafeText text={about} /> : outcomeWords(question)}
					</span>
					{tab === "pending" ? <Due question={question} /> : <Age at={question.answeredAt ?? question.createdAt} />}
				</span>
			</a>
		</li>
	);
});

/** How long it waits already, or what happens when, if there is a deadline that decides something. */
function Due({ question }: { question: Question }) {
	const words = useTimeWords((now) => deadlineWords(question, now));
	if (question.deadlineAt === null || question.onDeadline === "wait") return <Age at={question.createdAt} />;
	return (
		<span className="max-w-[55%] truncate text-warn">
			<SafeText text={words} />
		</span>
	);
}
