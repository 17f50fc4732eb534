"use client";

import { useShallow } from "zustand/react/shallow";
import type { Question } from "../../../server/contract/question.ts";
import { useLiveState } from "../../_live/store.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { buttonClass } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { QuestionTimes, QuestionTitle } from "../../_ui/question-line.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { Pill } from "../../_ui/state-badge.tsx";
import { count } from "../../_words/quantity.ts";
import { LEAD_WORDS } from "../../_words/question-words.ts";

/** As many as can be taken in at a glance; the inbox has them all. */
const SHOWN = 5;
const NONE: Question[] = [];

/** The questions that wait for the person. */
export function NeedsYou() {
	const ready = useLiveState(() => true, false);
	const total = useLiveState((state) => state.pendingCount, 0);
	const questions = useLiveState(
		useShallow((state) => state.pending.slice(0, SHOWN)),
		NONE,
	);
	return (
		<Panel labelledBy="needs-you">
			<PanelHead id="needs-you" title="Needs you">
				{total > 0 && <Pill tone="wait">{count(total, "question")}</Pill>}
				<AppLink href="/inbox" className={`${buttonClass("quiet", "small")} ml-auto`}>
					Open inbox <KeyHint keys="g i" />
				</AppLink>
			</PanelHead>
			{!ready ? (
				<div className="min-h-18 px-4 py-3 tablet:min-h-0">
					<Skeleton className="w-2/3" />
				</div>
			) : questions.length === 0 ? (
				// As tall as one question, so that neither the first state nor the first question moves what is below.
				<p className="px-4 py-3 text-ink-2">
					<b className="font-semibold text-ink">Nothing at the moment.</b> Questions appear here at once.{" "}
					<span className="max-tablet:hidden">
						Scripts can ask too:{" "}
						<code className="font-mono text-small">nightshift ask "Ship it?" --choice yes --choice no</code>
					</span>
				</p>
			) : (
				<ul className="divide-y divide-line">
					{questions.map((question) => (
						<QuestionRow key={question.ticket} question={question} />
					))}
					{total > questions.length && (
						<li className="px-4 py-2.5 text-ink-2">
							<AppLink href="/inbox" className="underline underline-offset-2">
								{count(total - questions.length, "more question")} in the inbox
							</AppLink>
						</li>
					)}
				</ul>
			)}
		</Panel>
	);
}

function QuestionRow({ question }: { question: Question }) {
	return (
		<li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-raise tablet:grid-cols-[56px_minmax(0,1fr)_auto_auto]">
			<span className="hidden font-mono text-small text-ink-2 tablet:block">{question.ticket}</span>
			<AppLink
				href={`/inbox?ticket=${question.ticket}`}
				className="row-start-1 line-clamp-2 break-words after:absolute after:inset-0 tablet:row-auto tablet:line-clamp-1"
			>
				<QuestionTitle question={question} />
			</AppLink>
			<QuestionTimes question={question} />
			<span
				aria-hidden="true"
				className={`${buttonClass("plain", "small")} tablet:min-w-18 row-span-2 row-start-1 tablet:row-auto`}
			>
				{LEAD_WORDS[question.kind]}
			</span>
		</li>
	);
}
