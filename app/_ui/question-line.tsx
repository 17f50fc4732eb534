"use client";

import type { Question } from "../../server/contract/question.ts";
import { useTimeWords } from "../_live/clock.ts";
import { deadlineWords } from "../_words/question-words.ts";
import { SafeText } from "./safe-text.tsx";
import { RelativeTime } from "./time.tsx";
import { UrgencyPill } from "./urgency-pill.tsx";

/** A question in a line of a list: how it presses, its title, and what it is about. */
export function QuestionTitle({ question }: { question: Question }) {
	const about = [question.task, question.daemon].filter((one) => one !== null).join(", ");
	return (
		<>
			<UrgencyPill urgency={question.urgency} />{" "}
			<b className="font-semibold">
				<SafeText text={question.title} />
			</b>{" "}
			{about && (
				<span className="text-ink-2">
					<SafeText text={about} />
				</span>
			)}
		</>
	);
}

/** When it was asked, and what happens if nobody answers. */
export function QuestionTimes({ question }: { question: Question }) {
	const deadline = useTimeWords((now) => deadlineWords(question, now));
	const pressing = question.deadlineAt !== null && question.onDeadline !== "wait";
	return (
		<span className="row-start-2 line-clamp-3 min-w-0 text-small break-words text-ink-2 tablet:row-auto tablet:max-w-80">
			asked <RelativeTime at={question.createdAt} />,{" "}
			<span className={pressing ? "text-warn" : undefined}>
				<SafeText text={deadline} />
			</span>
		</span>
	);
}
