"use client";

import type { ChatQuestion } from "../../../server/contract/chat.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { buttonClass } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Pill, StateShape } from "../../_ui/state-badge.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import type { Shape, Tone } from "../../_words/daemon-words.ts";
import { LEAD_WORDS } from "../../_words/question-words.ts";
import { clockTime, relative } from "../../_words/time.ts";

/** A question of the daemon as it stands now. It is answered in the inbox, where all of it can be seen. */
export function QuestionCard({ question }: { question: ChatQuestion }) {
	const { ticket, title, kind, status } = question;
	const { tone, shape, word } = stateOf(question);
	const then = useTimeWords((now) => thenWords(question, now));
	return (
		<div className="grid w-fit max-w-[min(84ch,100%)] min-w-0 gap-1.5 rounded-lg border border-line bg-panel px-3 py-2">
			<div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
				<TicketLink ticket={ticket} />
				<Pill tone={tone}>
					<StateShape shape={shape} />
					{word}
				</Pill>
			</div>
			<p className="font-semibold wrap-anywhere">
				<SafeText text={title} />
			</p>
			{then !== "" && (
				<p data-live className="text-small text-ink-2" suppressHydrationWarning>
					<SafeText text={then} />
				</p>
			)}
			{status === "pending" && (
				<p>
					<AppLink href={`/inbox?ticket=${encodeURIComponent(ticket)}`} className={buttonClass("plain", "small")}>
						{LEAD_WORDS[kind]}
					</AppLink>
				</p>
			)}
		</div>
	);
}

function stateOf({ status, answeredBy, snoozedUntil, heldUntil, answer }: ChatQuestion): {
	tone: Tone;
	shape: Shape;
	word: string;
} {
	if (status === "withdrawn") return { tone: "off", shape: "cross", word: "Withdrawn" };
	if (status === "defaulted") {
		return { tone: "off", shape: "clock", word: answer === null ? "Skipped at its deadline" : "Decided by default" };
	}
	if (status === "answered") {
		return { tone: "ok", shape: "check", word: answeredBy === "policy" ? "Answered by a rule" : "Answered" };
	}
	if (snoozedUntil !== null) return { tone: "off", shape: "clock", word: "Put off" };
	if (heldUntil !== null) return { tone: "off", shape: "clock", word: "Held for the digest" };
	return { tone: "wait", shape: "question", word: "Waits for you" };
}

/** What was answered; or what happens when nobody does. */
function thenWords(question: ChatQuestion, now: number): string {
	const { status, answer, answeredAt, firesAt, onDeadline, withdrawnReason, undoUntil } = question;
	if (status === "withdrawn") return withdrawnReason ?? "";
	if (status !== "pending") {
		const when = answeredAt === null ? "" : ` · ${clockTime(answeredAt, now)}`;
		const held = undoUntil !== null && Date.parse(undoUntil) > now ? " · can still be undone in the inbox" : "";
		return answer === null ? "" : `“${answer}”${when}${held}`;
	}
	if (firesAt === null) return "";
	if (onDeadline === "default")
		return `Unanswered, it takes “${question.default ?? "nothing"}” ${relative(firesAt, now)}.`;
	return onDeadline === "skip"
		? `Unanswered, it goes on without ${relative(firesAt, now)}.`
		: `Wanted ${relative(firesAt, now)}.`;
}
