"use client";

import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import type { Question } from "../../../server/contract/question.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { ErrorBoundary } from "../../_ui/error-boundary.tsx";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { UrgencyPill } from "../../_ui/urgency-pill.tsx";
import { deadlineSentence, KIND_WORDS } from "../../_words/question-words.ts";
import { AnswerForm } from "./answer-form.tsx";
import { AskerNote } from "./asker-note.tsx";
import { Outcome } from "./outcome.tsx";
import { useQuestion } from "./use-question.ts";

interface Props {
	ticket: string;
	onBack: () => void;
	/** This page's answer has been taken. */
	onAnswered: (question: Question) => void;
	/** Leads to the next that waits; null when none does. */
	onNext: (() => void) | null;
}

/** One question: what is asked, by whom, what happens meanwhile, and the answer. */
export function QuestionDetail({ ticket, onBack, onAnswered, onNext }: Props) {
	const lookup = useQuestion(ticket);
	return (
		<article aria-labelledby="question" className="grid max-w-[860px] content-start gap-4 p-4 desk:px-8 desk:py-6">
			<p className="desk:hidden">
				<Button look="quiet" onClick={onBack} className="-ml-3">
					<ArrowLeft aria-hidden="true" size={16} /> Inbox
				</Button>
			</p>
			{lookup.status === "found" && (
				<ErrorBoundary fallback={<Failed ticket={ticket} reason="It could not be drawn; the others still can." />}>
					<Found question={lookup.question} onAnswered={onAnswered} onNext={onNext} />
				</ErrorBoundary>
			)}
			{lookup.status === "loading" && <Loading ticket={ticket} />}
			{lookup.status === "failed" && <Failed ticket={ticket} reason={lookup.reason} />}
		</article>
	);
}

function Found({ question, onAnswered, onNext }: { question: Question } & Pick<Props, "onAnswered" | "onNext">) {
	/** True from this page's own answer on: then the outcome needs no explanation. */
	const [mine, setMine] = useState(false);
	return (
		<>
			<Meta question={question} />
			<h2
				id="question"
				data-question-title
				tabIndex={-1}
				className="text-title font-strong break-words whitespace-pre-line outline-none"
			>
				<SafeText text={question.title} />
			</h2>
			{question.body && <MarkdownBody source={question.body} diffs={question.kind === "review"} />}
			{question.status === "pending" ? (
				<>
					<Deadline question={question} />
					<AskerNote question={question} />
					<AnswerForm
						question={question}
						onSending={() => setMine(true)}
						onFailed={() => setMine(false)}
						onAnswered={onAnswered}
					/>
				</>
			) : (
				<Outcome question={question} mine={mine} onNext={onNext} />
			)}
		</>
	);
}

function Failed({ ticket, reason }: { ticket: string; reason: string }) {
	return (
		<div role="alert" className="grid gap-2">
			<h2 id="question" data-question-title tabIndex={-1} className="text-title font-strong outline-none">
				<SafeText text={ticket} /> cannot be shown
			</h2>
			<p className="text-ink-2">
				<SafeText text={reason} />
			</p>
		</div>
	);
}

function Meta({ question }: { question: Question }) {
	return (
		<p className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small text-ink-2">
			<span className="font-mono">{question.ticket}</span>
			<UrgencyPill urgency={question.urgency} />
			<span>{question.daemon ? <SafeText text={question.daemon} /> : "A script"} asks</span>
			<span>{KIND_WORDS[question.kind]}</span>
			{question.task && (
				<span>
					<SafeText text={question.task} />
				</span>
			)}
			<RelativeTime at={question.createdAt} />
		</p>
	);
}

function Deadline({ question }: { question: Question }) {
	const sentence = useTimeWords((now) => deadlineSentence(question, now) ?? "");
	if (!sentence) return null;
	return (
		<p className="rounded-md bg-warn-soft px-3.5 py-2.5">
			<SafeText text={sentence} />
		</p>
	);
}

function Loading({ ticket }: { ticket: string }) {
	return (
		<>
			<h2 id="question" data-question-title tabIndex={-1} className="sr-only">
				<SafeText text={ticket} />, loading
			</h2>
			<Skeleton className="w-64" />
			<Skeleton className="h-5 w-4/5" />
			<Skeleton className="h-24 w-full" />
		</>
	);
}
